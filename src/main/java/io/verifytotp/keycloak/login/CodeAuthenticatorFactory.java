package io.verifytotp.keycloak.login;

import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.login.service.ServiceSetting;
import java.util.List;
import org.keycloak.Config;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;

/** Base of the factories of the authenticators. */
abstract class CodeAuthenticatorFactory implements AuthenticatorFactory {
    /** Returns our own type, which level-of-authentication rules and the account console use. */
    @Override
    public final String getReferenceCategory() {
        return Identifiers.CREDENTIAL_TYPE;
    }

    /** Returns true so that the admin console has fields for the Service and for the reference value of {@code amr}. */
    @Override
    public final boolean isConfigurable() {
        return true;
    }

    @Override
    public final List<ProviderConfigProperty> getConfigProperties() {
        return List.of(ServiceSetting.ofExecution());
    }

    @Override
    public final Requirement[] getRequirementChoices() {
        return REQUIREMENT_CHOICES;
    }

    /** Returns true: users without a factor get the required action that enrolls. */
    @Override
    public final boolean isUserSetupAllowed() {
        return true;
    }

    @Override
    public final void init(Config.Scope config) {}

    @Override
    public final void postInit(KeycloakSessionFactory factory) {}

    @Override
    public final void close() {}
}
