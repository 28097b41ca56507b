package io.verifytotp.keycloak.rest.resource;

import io.verifytotp.keycloak.domain.factor.DeviceLabel;
import io.verifytotp.keycloak.domain.factor.FactorChange;
import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.FactorPlan;
import io.verifytotp.keycloak.domain.factor.RegisteredFactor;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.service.ServiceOption;
import io.verifytotp.keycloak.domain.service.ServiceOptions.Ranges;
import io.verifytotp.keycloak.domain.service.ServicePolicy;
import io.verifytotp.keycloak.rest.http.ApiError;
import io.verifytotp.keycloak.rest.http.Parameters;
import io.verifytotp.keycloak.totp.HashAlgorithm;
import io.verifytotp.keycloak.totp.OneTimeCode;
import io.verifytotp.keycloak.totp.Seed;
import io.verifytotp.keycloak.totp.TotpParameters;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Parameters of a request that concern a factor. Those of other channels than TOTP are ignored. */
final class FactorParameters {
    private static final String NAME = "FriendlyName";
    private static final String CODE = "AuthPayload";
    private static final String UNLOCK = "Unlock";

    /** All parameters but {@code Unlock}. */
    private static final List<String> CHANGES =
            List.of(NAME, CODE, "Metadata", "Config.Alg", "Config.TimeStep", "Config.CodeLength", "Config.Skew");

    private static final int LONGEST_METADATA = 1024;

    /** Limit so that the longest name and the metadata, sealed, fit one column. */
    private static final int MOST_METADATA_BYTES = 2560;

    private final Parameters parameters;

    FactorParameters(Parameters parameters) {
        this.parameters = parameters;
    }

    FactorPlan plan(ServicePolicy policy) {
        String name = Parameters.required(NAME, name());
        String type = Parameters.required("FactorType", parameters.text("FactorType"));
        if (!type.equals("totp")) {
            throw ApiError.parameter("FactorType", "must be totp");
        }
        FactorNotes notes = new FactorNotes(name, metadata());
        return new FactorPlan(config(policy.parameters()), skew(policy.skew()), seed(), Optional.of(notes));
    }

    /** Returns what to change of that factor; empty if it has these values already. */
    Optional<FactorChange> change(RegisteredFactor factor) {
        TotpBinding binding = factor.binding();
        FactorNotes notes = factor.notes().named(name().orElse(factor.notes().name()));
        FactorChange change = new FactorChange(factor.id(), config(binding.parameters()), skew(binding.skew()), notes);
        boolean same = change.parameters().equals(binding.parameters())
                && change.skew() == binding.skew()
                && notes.equals(factor.notes());
        return same ? Optional.empty() : Optional.of(change);
    }

    /** Returns whether to reset wrong codes, lock and disabling. An extension of the wire contract. */
    boolean unlock() {
        return parameters
                .choice(UNLOCK, List.of("true", "false"))
                .filter("true"::equals)
                .isPresent();
    }

    boolean onlyUnlock() {
        return parameters.text(UNLOCK).filter("true"::equals).isPresent()
                && CHANGES.stream().allMatch(name -> parameters.text(name).isEmpty());
    }

    /** Reads the code of a request: 3 to 8 digits, with or without separators. */
    static Optional<String> code(Parameters parameters) {
        return Parameters.checked(
                CODE,
                parameters.text(CODE),
                OneTimeCode::looksLikeACode,
                "must be " + TotpParameters.MIN_DIGITS + " to " + TotpParameters.MAX_DIGITS + " digits");
    }

    private Optional<String> metadata() {
        return Parameters.checked(
                "Metadata",
                parameters.object("Metadata", LONGEST_METADATA),
                text -> text.getBytes(StandardCharsets.UTF_8).length <= MOST_METADATA_BYTES,
                "must have at most " + MOST_METADATA_BYTES + " bytes in UTF-8");
    }

    private Optional<String> name() {
        return parameters.name(NAME, DeviceLabel.MAX_LENGTH);
    }

    private Optional<Seed> seed() {
        return parameters.parsed(
                "Binding.Secret",
                Seed::ofBase32,
                "must be Base32 of " + Seed.MIN_BYTES + " to " + Seed.MAX_BYTES + " bytes");
    }

    private TotpParameters config(TotpParameters otherwise) {
        return new TotpParameters(
                option("Config.Alg", ServiceOption.ALGORITHM)
                        .flatMap(HashAlgorithm::ofConfigName)
                        .orElse(otherwise.algorithm()),
                number("Config.CodeLength", ServiceOption.CODE_LENGTH).orElse(otherwise.digits()),
                number("Config.TimeStep", ServiceOption.TIME_STEP)
                        .map(Duration::ofSeconds)
                        .orElse(otherwise.period()));
    }

    private int skew(int otherwise) {
        return number("Config.Skew", ServiceOption.SKEW).orElse(otherwise);
    }

    private Optional<Integer> number(String name, ServiceOption option) {
        return option(name, option).map(Integer::valueOf);
    }

    private Optional<String> option(String name, ServiceOption option) {
        return parameters.option(name, option, Ranges.API);
    }
}
