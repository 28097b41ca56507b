package io.verifytotp.keycloak.setup.report;

import io.verifytotp.keycloak.compat.IdentityProviders;
import io.verifytotp.keycloak.setup.flow.Asks;
import io.verifytotp.keycloak.setup.flow.Assessment;
import io.verifytotp.keycloak.setup.flow.Flow;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The ways in through identity providers: the first login, and what follows every login. */
final class BrokerWays {
    static final String FIRST = "first-broker-login";
    static final String POST = "post-broker-login";

    private static final Assessment NO_LINK = new Assessment(Asks.EVERYBODY, List.of(), Optional.empty());
    private static final Optional<String> NEW_USERS = Optional.of("A new user gets in without setting up a factor");

    private final KeycloakSession session;
    private final RealmModel realm;
    private final RealmFlows flows;
    private final RealmAnalysis analysis;

    BrokerWays(KeycloakSession session, RealmModel realm, RealmFlows flows, RealmAnalysis analysis) {
        this.session = session;
        this.realm = realm;
        this.flows = flows;
        this.analysis = analysis;
    }

    List<Way> all() {
        return IdentityProviders.all(session)
                .filter(provider -> provider.isEnabled() && !Boolean.TRUE.equals(provider.isLinkOnly()))
                .flatMap(this::of)
                .toList();
    }

    private Stream<Way> of(IdentityProviderModel provider) {
        Optional<String> alias = Optional.of(provider.getAlias());
        String override = provider.getFirstBrokerLoginFlowId();
        Optional<Flow> first = override == null ? flows.find(realm.getFirstBrokerLoginFlow()) : flows.find(override);
        String after = provider.getPostBrokerLoginFlowId();
        Optional<Flow> post = flows.find(after);
        Way postWay = after == null
                ? WaysIn.without(POST, alias, "No flow runs after a login with this identity provider")
                : WaysIn.way(POST, alias, post, analysis::afterBroker);
        return Stream.of(WaysIn.way(FIRST, alias, first, flow -> first(flow, post)), postWay);
    }

    private Optional<Assessment> first(Flow flow, Optional<Flow> post) {
        List<Flow> both = Stream.concat(Stream.of(flow), post.stream()).toList();
        Assessment link = analysis.link(both).map(BrokerWays::guarded).orElse(NO_LINK);
        Assessment created = analysis.newcomers(both).orElse(NO_LINK);
        if (link.asks() == Asks.UNKNOWN || created.asks() == Asks.UNKNOWN) {
            return Optional.of(link.asks() == Asks.UNKNOWN ? link : created);
        }
        boolean letsNewIn = created.asks() != Asks.EVERYBODY && link.asks() == Asks.EVERYBODY;
        return Optional.of(letsNewIn ? new Assessment(Asks.ENROLLED, link.exempt(), NEW_USERS) : link);
    }

    /** No account of a user who has a factor is linked without a proof, whatever the flow asks. */
    private static Assessment guarded(Assessment link) {
        return link.asks() == Asks.NOBODY
                ? Assessment.of(
                        Asks.ENROLLED, "A link to a user who has a factor is refused, because no step asks for a code")
                : link;
    }
}
