package io.verifytotp.keycloak.login;

import io.verifytotp.keycloak.spi.VerifyProvider;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.KeycloakSession;

/** Registers {@value #PROVIDER_ID}, which asks for a code in direct grant flows. */
public final class TotpFactorDirectGrantFactory extends CodeAuthenticatorFactory {
    public static final String PROVIDER_ID = "verify-totp-direct-grant";

    @Override
    public Authenticator create(KeycloakSession session) {
        return new TotpFactorDirectGrant(session.getProvider(VerifyProvider.class));
    }

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public String getDisplayType() {
        return "Verify TOTP (direct grant)";
    }

    @Override
    public String getHelpText() {
        return "Asks for a code of the user's authenticator app in the form parameter 'totp' (or 'otp') of a direct "
                + "grant.";
    }
}
