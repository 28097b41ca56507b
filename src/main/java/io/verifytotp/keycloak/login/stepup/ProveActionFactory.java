package io.verifytotp.keycloak.login.stepup;

import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.spi.VerifyProvider;
import org.keycloak.Config;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Registers the required action {@code verify-totp-prove}, which adds itself to a login by its trigger. */
public final class ProveActionFactory implements RequiredActionFactory {
    @Override
    public RequiredActionProvider create(KeycloakSession session) {
        return new ProveAction(session.getProvider(VerifyProvider.class));
    }

    @Override
    public String getId() {
        return Identifiers.PROVE_ACTION;
    }

    @Override
    public String getDisplayText() {
        return "Prove Verify TOTP first";
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
