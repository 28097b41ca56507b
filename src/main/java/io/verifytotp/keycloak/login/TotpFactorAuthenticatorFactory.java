package io.verifytotp.keycloak.login;

import io.verifytotp.keycloak.domain.Identifiers;
import io.verifytotp.keycloak.spi.VerifyProvider;
import java.util.List;
import org.keycloak.Config;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;

/** Registers {@value #PROVIDER_ID}: asks for a code in browser, reset-credentials and step-up flows. */
public final class TotpFactorAuthenticatorFactory implements AuthenticatorFactory {
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

    /** Our own type: level-of-authentication rules and the account console go by it. */
    @Override
    public String getReferenceCategory() {
        return Identifiers.CREDENTIAL_TYPE;
    }

    /** Without it the admin console offers no place for the reference value that becomes {@code amr}. */
    @Override
    public boolean isConfigurable() {
        return true;
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of();
    }

    @Override
    public Requirement[] getRequirementChoices() {
        return REQUIREMENT_CHOICES;
    }

    @Override
    public boolean isUserSetupAllowed() {
        return true;
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
