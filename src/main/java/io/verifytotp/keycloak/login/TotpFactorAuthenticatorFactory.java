package io.verifytotp.keycloak.login;

import io.verifytotp.keycloak.spi.VerifyProvider;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.KeycloakSession;

/** Registers {@value #PROVIDER_ID}, which asks for a code in browser, reset-credentials and step-up flows. */
public final class TotpFactorAuthenticatorFactory extends CodeAuthenticatorFactory {
    public static final String PROVIDER_ID = "verify-totp-form";

    @Override
    public Authenticator create(KeycloakSession session) {
        return new TotpFactorAuthenticator(session.getProvider(VerifyProvider.class));
    }

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public String getDisplayType() {
        return "Verify TOTP";
    }

    @Override
    public String getHelpText() {
        return "Asks for a code of the user's authenticator app, and enrolls users who have no factor yet. "
                + "Options are in the configuration of the required action 'Set up Verify TOTP'.";
    }
}
