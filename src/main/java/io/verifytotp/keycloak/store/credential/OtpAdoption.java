package io.verifytotp.keycloak.store.credential;

import io.verifytotp.keycloak.domain.factor.OtpObstacle;
import io.verifytotp.keycloak.domain.factor.SeedSealer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;

/** Makes factors of a user's credentials of Keycloak's own OTP. Each is one update of its row; id, label and date stay. */
public final class OtpAdoption {
    private final OtpFactors factors;
    private final Instant now;

    public OtpAdoption(KeycloakSession session, SeedSealer sealer, Instant now) {
        this.factors = new OtpFactors(session, sealer);
        this.now = now;
    }

    /** Returns by the id of each credential what keeps it with Keycloak; empty for one that is a factor now. */
    public Map<String, Optional<OtpObstacle>> carryOut(UserCredentials credentials) {
        Optional<OtpObstacle> ofAll = obstacle(credentials);
        Map<String, Optional<OtpObstacle>> results = new LinkedHashMap<>();
        for (CredentialModel stored : credentials.otps().toList()) {
            results.put(stored.getId(), ofAll.isPresent() ? ofAll : adopt(credentials, stored));
        }
        return results;
    }

    /** Returns what keeps all credentials of a user with Keycloak. */
    private static Optional<OtpObstacle> obstacle(UserCredentials credentials) {
        if (credentials.areOfAServiceAccount()) {
            return Optional.of(OtpObstacle.SERVICE_ACCOUNT);
        }
        return credentials.ids().isEmpty() ? Optional.empty() : Optional.of(OtpObstacle.HAS_FACTOR);
    }

    private Optional<OtpObstacle> adopt(UserCredentials credentials, CredentialModel stored) {
        OtpContents.Reading reading = OtpContents.of(stored);
        reading.contents()
                .map(contents -> factors.factor(contents, stored, credentials.owner()))
                .ifPresent(factor -> credentials.update(TotpFactorCredentialModel.adopted(stored, factor, now)));
        return reading.obstacle();
    }
}
