package io.verifytotp.keycloak.domain.factor;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The past of a factor that began as a credential of Keycloak's own OTP. While Keycloak may take, or remember, a code
 * of it, a code is marked as used in Keycloak's store too.
 *
 * @param memory how long Keycloak remembers a used code of this credential
 * @param adoptedAt when the credential became a factor; empty while it is Keycloak's
 */
public record KeycloakOrigin(Duration memory, Optional<Instant> adoptedAt) {
    public static KeycloakOrigin of(Duration memory) {
        return new KeycloakOrigin(memory, Optional.empty());
    }

    public KeycloakOrigin adopted(Instant now) {
        return new KeycloakOrigin(memory, Optional.of(now));
    }

    public boolean isAdopted() {
        return adoptedAt.isPresent();
    }

    /** Returns whether Keycloak may still take a code, or remembers one that it took before the adoption. */
    public boolean sharesCodesAt(Instant now) {
        return adoptedAt.map(time -> now.isBefore(time.plus(memory))).orElse(true);
    }
}
