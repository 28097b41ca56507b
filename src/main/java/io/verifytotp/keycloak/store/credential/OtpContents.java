package io.verifytotp.keycloak.store.credential;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.domain.factor.OtpObstacle;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.totp.HashAlgorithm;
import io.verifytotp.keycloak.totp.Seed;
import io.verifytotp.keycloak.totp.TotpParameters;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.utils.Base32;

/**
 * A TOTP credential of Keycloak's own OTP that can be a factor. Reading never throws, as {@link CredentialContents}.
 */
record OtpContents(FactorId factor, TotpParameters parameters, Seed seed) {
    private static final String BASE32 = "BASE32";

    /** The contents, or what stands against them: exactly one is there. */
    record Reading(Optional<OtpContents> contents, Optional<OtpObstacle> obstacle) {
        private static Reading of(OtpObstacle obstacle) {
            return new Reading(Optional.empty(), Optional.of(obstacle));
        }
    }

    static Reading of(CredentialModel stored) {
        JsonNode data = CredentialContents.tree(stored.getCredentialData());
        Optional<String> type = CredentialContents.text(data, "subType");
        if (type.filter(OTPCredentialModel.HOTP::equals).isPresent()) {
            return Reading.of(OtpObstacle.HOTP);
        }
        Optional<byte[]> secret = secret(data, CredentialContents.tree(stored.getSecretData()));
        if (type.filter(OTPCredentialModel.TOTP::equals).isEmpty() || secret.isEmpty()) {
            return Reading.of(OtpObstacle.UNREADABLE);
        }
        Optional<TotpParameters> parameters = CredentialContents.parameters(data, HashAlgorithm::ofMacName);
        if (parameters.isEmpty()) {
            return Reading.of(OtpObstacle.PARAMETERS);
        }
        if (secret.get().length < Seed.MIN_BYTES || secret.get().length > Seed.MAX_BYTES) {
            return Reading.of(OtpObstacle.SEED_LENGTH);
        }
        return FactorId.ofKey(stored.getId())
                .map(id -> new OtpContents(id, parameters.get(), Seed.of(secret.get())))
                .map(contents -> new Reading(Optional.of(contents), Optional.empty()))
                .orElseGet(() -> Reading.of(OtpObstacle.ID));
    }

    /** Decodes as {@code OTPCredentialModel.getDecodedSecret} of 26.7 does: without an encoding, the text's bytes. */
    private static Optional<byte[]> secret(JsonNode data, JsonNode secret) {
        Optional<String> value = CredentialContents.text(secret, "value");
        JsonNode encoding = data.path("secretEncoding");
        if (encoding.isMissingNode() || encoding.isNull()) {
            return value.map(text -> text.getBytes(StandardCharsets.UTF_8));
        }
        return BASE32.equals(encoding.asText().toUpperCase(Locale.ROOT)) ? value.map(Base32::decode) : Optional.empty();
    }

    @Override
    public String toString() {
        return "OtpContents[" + factor + "]";
    }
}
