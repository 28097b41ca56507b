package io.verifytotp.keycloak.compat;

import java.util.stream.Stream;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;

/**
 * Lists the identity providers with which users log in. Newer lines deprecate this method in favour of a query, which
 * Keycloak 26.4 does not have. Can go with 26.4.
 */
public final class IdentityProviders {
    private IdentityProviders() {}

    /** All of the realm in the session's context, disabled ones included. */
    @SuppressWarnings("deprecation")
    public static Stream<IdentityProviderModel> all(KeycloakSession session) {
        return session.identityProviders().getAllStream();
    }
}
