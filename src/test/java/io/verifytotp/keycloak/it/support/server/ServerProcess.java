package io.verifytotp.keycloak.it.support.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The command line and the environment with which {@code kc.sh} is started. */
public final class ServerProcess {
    /** Without the health check, which would log every "not yet" of our polling. */
    public static final String LOG_LEVELS = "info,io.smallrye.health:error";

    private ServerProcess() {}

    public static Process launch(ServerSpec spec, int port, int managementPort) {
        ProcessBuilder builder = new ProcessBuilder(command(spec, port, managementPort))
                .directory(spec.home().root().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(spec.log().toFile()));
        ServerEnvironment.prepare(builder.environment(), spec.javaHome(), spec.jvmOptions());
        builder.environment()
                .put("KC_BOOTSTRAP_ADMIN_USERNAME", spec.adminAccount().username());
        builder.environment()
                .put("KC_BOOTSTRAP_ADMIN_PASSWORD", spec.adminAccount().password());
        builder.environment().putAll(spec.environment());
        try {
            Files.createDirectories(spec.log().getParent());
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> command(ServerSpec spec, int port, int managementPort) {
        List<String> command = new ArrayList<>();
        command.add(spec.home().script().toString());
        command.addAll(spec.devMode() ? List.of("start-dev") : List.of("start", "--optimized"));
        if (!spec.realms().isEmpty()) {
            command.add("--import-realm");
        }
        options(spec, port, managementPort).forEach((key, value) -> command.add("--" + key + '=' + value));
        return command;
    }

    private static Map<String, String> options(ServerSpec spec, int port, int managementPort) {
        Map<String, String> all = new TreeMap<>();
        all.put("http-enabled", "true");
        all.put("http-host", "127.0.0.1");
        all.put("http-port", String.valueOf(port));
        all.put("http-management-port", String.valueOf(managementPort));
        all.put("hostname-strict", "false");
        all.put("log-level", LOG_LEVELS);
        if (spec.devMode()) {
            all.putAll(spec.build().options());
        }
        all.putAll(spec.options());
        return all;
    }
}
