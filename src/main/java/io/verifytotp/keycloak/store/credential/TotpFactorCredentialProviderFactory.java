package io.verifytotp.keycloak.store.credential;

import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.models.KeycloakSession;

/** Registers the credential type {@value TotpFactorCredentialModel#TYPE}. */
public final class TotpFactorCredentialProviderFactory
        implements CredentialProviderFactory<CredentialProvider<TotpFactorCredentialModel>> {
    @Override
    public CredentialProvider<TotpFactorCredentialModel> create(KeycloakSession session) {
        return new TotpFactorCredentialProvider(session);
    }

    @Override
    public String getId() {
        return TotpFactorCredentialModel.TYPE;
    }
}
