package io.verifytotp.keycloak.setup.report;

import io.verifytotp.keycloak.setup.flow.Asks;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.representations.idm.ClientPolicyRepresentation;
import org.keycloak.representations.idm.ClientProfileRepresentation;
import org.keycloak.services.clientpolicy.ClientPolicyException;

/** The flows that client policies choose in place of the browser flow. */
final class PolicyWays {
    static final String POLICY = "client-policy";

    private static final Logger LOG = Logger.getLogger(PolicyWays.class);

    private final KeycloakSession session;
    private final RealmModel realm;
    private final RealmFlows flows;
    private final RealmAnalysis analysis;

    PolicyWays(KeycloakSession session, RealmModel realm, RealmFlows flows, RealmAnalysis analysis) {
        this.session = session;
        this.realm = realm;
        this.flows = flows;
        this.analysis = analysis;
    }

    List<Way> all() {
        try {
            List<ClientProfileRepresentation> profiles = PolicyFlows.profiles(session, realm);
            return session.clientPolicy().getClientPolicies(realm, false).getPolicies().stream()
                    .filter(policy -> Boolean.TRUE.equals(policy.isEnabled()))
                    .flatMap(policy -> ways(policy, profiles))
                    .toList();
        } catch (ClientPolicyException e) {
            LOG.warnf(e, "Realm %s: the client policies can't be read", realm.getId());
            return List.of(new Way(
                    POLICY,
                    Optional.empty(),
                    Optional.empty(),
                    Asks.UNKNOWN,
                    List.of(),
                    Optional.of("The client policies can't be read; see the server's log")));
        }
    }

    private Stream<Way> ways(ClientPolicyRepresentation policy, List<ClientProfileRepresentation> profiles) {
        return profiles.stream()
                .filter(profile ->
                        PolicyFlows.stream(policy.getProfiles()).anyMatch(name -> name.equals(profile.getName())))
                .flatMap(PolicyFlows::of)
                .map(alias -> WaysIn.way(
                        POLICY,
                        Optional.of(policy.getName()),
                        flows.find(realm.getFlowByAlias(alias)),
                        analysis::login));
    }
}
