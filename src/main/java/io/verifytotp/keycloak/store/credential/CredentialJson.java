package io.verifytotp.keycloak.store.credential;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.KeycloakOrigin;
import io.verifytotp.keycloak.domain.factor.SealedSeed;
import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.totp.TotpParameters;
import java.util.Optional;
import org.keycloak.util.JsonSerialization;

/** Writes the two JSON texts of a credential, which {@link CredentialContents} reads. */
final class CredentialJson {
    private CredentialJson() {}

    /** Writes the part that administrators may see. */
    static String data(
            ServiceId service,
            TotpParameters parameters,
            int skew,
            FactorNotes notes,
            Optional<KeycloakOrigin> origin) {
        ObjectNode data = JsonSerialization.createObjectNode()
                .put("service", service.key())
                .put("algorithm", parameters.algorithm().configName())
                .put("digits", parameters.digits())
                .put("period", parameters.period().toSeconds())
                .put("skew", skew);
        notes.metadata().ifPresent(metadata -> data.put("metadata", metadata));
        origin.ifPresent(from -> {
            data.put("keycloakMemory", (int) from.memory().toSeconds());
            from.adoptedAt().ifPresent(time -> data.put("adoptedAt", time.toEpochMilli()));
        });
        return data.toString();
    }

    /** Writes the part that Keycloak shows to nobody. */
    static String secret(SealedSeed seed) {
        return JsonSerialization.createObjectNode().put("seed", seed.text()).toString();
    }
}
