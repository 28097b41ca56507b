package io.verifytotp.keycloak.rest.resource;

import io.verifytotp.keycloak.domain.factor.DeviceLabel;
import io.verifytotp.keycloak.domain.factor.FactorChange;
import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.FactorPlan;
import io.verifytotp.keycloak.domain.factor.RegisteredFactor;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.service.ServicePolicy;
import io.verifytotp.keycloak.rest.http.ApiError;
import io.verifytotp.keycloak.rest.http.Parameters;
import io.verifytotp.keycloak.totp.HashAlgorithm;
import io.verifytotp.keycloak.totp.OneTimeCode;
import io.verifytotp.keycloak.totp.Seed;
import io.verifytotp.keycloak.totp.StepWindow;
import io.verifytotp.keycloak.totp.TotpParameters;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What is said of a factor in a request. Parameters of other channels than TOTP are not looked at. */
record FactorParameters(Parameters parameters) {
    private static final String NAME = "FriendlyName";
    private static final String CODE = "AuthPayload";
    private static final String UNLOCK = "Unlock";

    /** What is said of a factor besides. */
    private static final List<String> CHANGES =
            List.of(NAME, CODE, "Metadata", "Config.Alg", "Config.TimeStep", "Config.CodeLength", "Config.Skew");

    private static final int LONGEST_METADATA = 1024;

    /** As many as a column holds beside the longest name, once they are sealed. */
    private static final int MOST_METADATA_BYTES = 2560;

    FactorPlan plan(ServicePolicy policy) {
        String name = Parameters.required(NAME, name());
        String type = Parameters.required("FactorType", parameters.text("FactorType"));
        if (!type.equals("totp")) {
            throw ApiError.parameter("FactorType", "must be totp");
        }
        FactorNotes notes = new FactorNotes(name, metadata());
        return new FactorPlan(config(policy.parameters()), skew(policy.skew()), seed(), Optional.of(notes));
    }

    /** What is to be changed of that factor; empty if nothing is said. */
    Optional<FactorChange> change(RegisteredFactor factor) {
        TotpBinding binding = factor.binding();
        FactorNotes notes = factor.notes().named(name().orElse(factor.notes().name()));
        FactorChange change = new FactorChange(factor.id(), config(binding.parameters()), skew(binding.skew()), notes);
        boolean same = change.parameters().equals(binding.parameters())
                && change.skew() == binding.skew()
                && notes.equals(factor.notes());
        return same ? Optional.empty() : Optional.of(change);
    }

    /** Whether wrong codes, lock and disabling are to be forgotten. Not in the wire contract: an addition of ours. */
    boolean unlock() {
        return parameters
                .choice(UNLOCK, List.of("true", "false"))
                .filter("true"::equals)
                .isPresent();
    }

    /** Whether the factor is to be unlocked and nothing else about it is said. */
    boolean onlyUnlock() {
        return parameters.text(UNLOCK).filter("true"::equals).isPresent()
                && CHANGES.stream().allMatch(name -> parameters.text(name).isEmpty());
    }

    /** A code, if there is one. */
    Optional<String> code() {
        return code(parameters);
    }

    /** The code of a request: 3 to 8 digits, with or without separators. */
    static Optional<String> code(Parameters parameters) {
        Optional<String> typed = parameters.text(CODE);
        typed.filter(text -> !hasLengthOfACode(text)).ifPresent(text -> {
            throw ApiError.parameter(
                    CODE, "must be " + TotpParameters.MIN_DIGITS + " to " + TotpParameters.MAX_DIGITS + " digits");
        });
        return typed;
    }

    private static boolean hasLengthOfACode(String text) {
        for (int digits = TotpParameters.MIN_DIGITS; digits <= TotpParameters.MAX_DIGITS; digits++) {
            if (OneTimeCode.parse(text, digits).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private Optional<String> metadata() {
        Optional<String> metadata = parameters.object("Metadata", LONGEST_METADATA);
        metadata.filter(text -> text.getBytes(StandardCharsets.UTF_8).length > MOST_METADATA_BYTES)
                .ifPresent(text -> {
                    throw ApiError.parameter(
                            "Metadata", "must have at most " + MOST_METADATA_BYTES + " bytes in UTF-8");
                });
        return metadata;
    }

    private Optional<String> name() {
        return parameters.name(NAME, DeviceLabel.MAX_LENGTH);
    }

    private Optional<Seed> seed() {
        return parameters.text("Binding.Secret").map(text -> Seed.ofBase32(text)
                .orElseThrow(() -> ApiError.parameter(
                        "Binding.Secret", "must be Base32 of " + Seed.MIN_BYTES + " to " + Seed.MAX_BYTES + " bytes")));
    }

    private TotpParameters config(TotpParameters otherwise) {
        List<String> algorithms = Arrays.stream(HashAlgorithm.values())
                .map(HashAlgorithm::configName)
                .toList();
        HashAlgorithm algorithm = parameters
                .choice("Config.Alg", algorithms)
                .flatMap(HashAlgorithm::ofConfigName)
                .orElse(otherwise.algorithm());
        int digits = parameters
                .number("Config.CodeLength", TotpParameters.MIN_DIGITS, TotpParameters.MAX_DIGITS)
                .orElse(otherwise.digits());
        Duration period = parameters
                .number(
                        "Config.TimeStep",
                        Math.toIntExact(TotpParameters.MIN_PERIOD.toSeconds()),
                        Math.toIntExact(TotpParameters.MAX_PERIOD.toSeconds()))
                .map(Duration::ofSeconds)
                .orElse(otherwise.period());
        return new TotpParameters(algorithm, digits, period);
    }

    private int skew(int otherwise) {
        return parameters.number("Config.Skew", 0, StepWindow.MAX_SKEW).orElse(otherwise);
    }
}
