package io.verifytotp.keycloak.setup.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;

/** Hash over all of a flow that an administrator can change: names, steps, their order, requirements and options. */
public final class FlowFingerprint {
    private FlowFingerprint() {}

    public static String of(FlowPlan flow) {
        StringBuilder text = new StringBuilder();
        write(flow, text);
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(FlowPlan flow, StringBuilder text) {
        write("flow", flow.alias(), text);
        write("description", flow.description().orElse(""), text);
        write("type", flow.providerId(), text);
        for (StepPlan step : flow.steps()) {
            write("step", step.requirement() + " " + step.authenticator().orElse(""), text);
            write("shared", step.sharedConfig().orElse(""), text);
            step.config().ifPresent(config -> write(config, text));
            step.flow().ifPresent(inner -> write(inner, text));
        }
        write("end", "", text);
    }

    private static void write(StepConfig config, StringBuilder text) {
        write("config", config.alias().orElse(""), text);
        new TreeMap<>(config.values()).forEach((name, value) -> {
            // Some databases store an empty value as null.
            if (value != null && !value.isEmpty()) {
                write(name, value, text);
            }
        });
    }

    /** Writes the length as well, so that no two flows have one text. */
    private static void write(String name, String value, StringBuilder text) {
        text.append(name)
                .append(':')
                .append(value.length())
                .append(':')
                .append(value)
                .append('\n');
    }
}
