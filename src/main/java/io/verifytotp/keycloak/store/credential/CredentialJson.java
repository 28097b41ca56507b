package io.verifytotp.keycloak.store.credential;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.SealedSeed;
import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.totp.TotpParameters;
import java.io.IOException;
import org.keycloak.util.JsonSerialization;

/** Writes the two JSON texts of a credential, which {@link CredentialContents} reads. */
final class CredentialJson {
    private CredentialJson() {}

    private record Data(
            @JsonProperty("service") String service,
            @JsonProperty("algorithm") String algorithm,
            @JsonProperty("digits") int digits,
            @JsonProperty("period") long period,
            @JsonProperty("skew") int skew,
            @JsonProperty("metadata") String metadata) {}

    private record Secret(@JsonProperty("seed") String seed) {
        @Override
        public String toString() {
            return "Secret[…]";
        }
    }

    /** Writes the part that administrators may see. */
    static String data(ServiceId service, TotpParameters parameters, int skew, FactorNotes notes) {
        return json(new Data(
                service.key(),
                parameters.algorithm().configName(),
                parameters.digits(),
                parameters.period().toSeconds(),
                skew,
                notes.metadata().orElse(null)));
    }

    /** Writes the part that Keycloak shows to nobody. */
    static String secret(SealedSeed seed) {
        return json(new Secret(seed.text()));
    }

    private static String json(Object part) {
        try {
            return JsonSerialization.writeValueAsString(part);
        } catch (IOException e) {
            throw new IllegalStateException("A record of texts and numbers could not be written as JSON", e);
        }
    }
}
