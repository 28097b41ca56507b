package io.verifytotp.keycloak.bench.provider;

import java.util.List;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.mappers.AbstractOIDCProtocolMapper;
import org.keycloak.protocol.oidc.mappers.TokenIntrospectionTokenMapper;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.representations.AccessToken;

/** Runs {@link EmptyTransaction} at each introspection of a token of its client. */
public final class EmptyTransactionMapper extends AbstractOIDCProtocolMapper implements TokenIntrospectionTokenMapper {
    @Override
    public AccessToken transformIntrospectionToken(
            AccessToken token,
            ProtocolMapperModel mapper,
            KeycloakSession session,
            UserSessionModel userSession,
            ClientSessionContext clientSession) {
        EmptyTransaction.run(session, userSession.getUser().getId());
        return token;
    }

    @Override
    public String getId() {
        return "bench-transaction-mapper";
    }

    @Override
    public String getDisplayCategory() {
        return TOKEN_MAPPER_CATEGORY;
    }

    @Override
    public String getDisplayType() {
        return "Empty transaction";
    }

    @Override
    public String getHelpText() {
        return "For benchmarks alone.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of();
    }
}
