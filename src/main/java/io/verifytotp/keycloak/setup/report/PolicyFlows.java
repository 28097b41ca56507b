package io.verifytotp.keycloak.setup.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.representations.idm.ClientPolicyExecutorRepresentation;
import org.keycloak.representations.idm.ClientProfileRepresentation;
import org.keycloak.services.clientpolicy.ClientPolicyException;

/** The flows that the profiles of client policies name, by alias. */
public final class PolicyFlows {
    private static final Logger LOG = Logger.getLogger(PolicyFlows.class);
    private static final String EXECUTOR = "auth-flow-enforcer";
    private static final String FLOW = "auth-flow-alias";

    private PolicyFlows() {}

    /** Returns the aliases of all profiles, also of those that no policy uses now; empty if these can't be read. */
    public static Optional<Set<String>> aliases(KeycloakSession session, RealmModel realm) {
        try {
            return Optional.of(
                    profiles(session, realm).stream().flatMap(PolicyFlows::of).collect(Collectors.toSet()));
        } catch (ClientPolicyException e) {
            LOG.warnf(e, "Realm %s: the client profiles can't be read", realm.getId());
            return Optional.empty();
        }
    }

    /** Returns the realm's own profiles and Keycloak's. */
    static List<ClientProfileRepresentation> profiles(KeycloakSession session, RealmModel realm)
            throws ClientPolicyException {
        return Stream.of(session.clientPolicy().getClientProfiles(realm, true))
                .flatMap(all -> Stream.concat(all.getProfiles().stream(), stream(all.getGlobalProfiles())))
                .toList();
    }

    static Stream<String> of(ClientProfileRepresentation profile) {
        return stream(profile.getExecutors())
                .filter(executor -> EXECUTOR.equals(executor.getExecutorProviderId()))
                .flatMap(executor -> flow(executor).stream());
    }

    static <T> Stream<T> stream(List<T> list) {
        return Optional.ofNullable(list).stream().flatMap(List::stream);
    }

    private static Optional<String> flow(ClientPolicyExecutorRepresentation executor) {
        return Optional.ofNullable(executor.getConfiguration())
                .map(config -> config.path(FLOW))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText);
    }
}
