package io.verifytotp.keycloak.wiring;

import io.verifytotp.keycloak.spi.VerifyProvider;
import io.verifytotp.keycloak.store.credential.TotpFactorCredentialModel;
import io.verifytotp.keycloak.store.credential.TotpFactorCredentialProvider;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.models.KeycloakSession;

/** Registers the credential type {@value TotpFactorCredentialModel#TYPE}. */
public final class TotpFactorCredentialProviderFactory
        implements CredentialProviderFactory<CredentialProvider<TotpFactorCredentialModel>> {
    @Override
    public CredentialProvider<TotpFactorCredentialModel> create(KeycloakSession session) {
        return new TotpFactorCredentialProvider(session, owner -> session.getProvider(VerifyProvider.class)
                .administration()
                .lastUses(owner));
    }

    @Override
    public String getId() {
        return TotpFactorCredentialModel.TYPE;
    }
}
