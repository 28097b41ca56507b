package io.verifytotp.keycloak.setup.report;

import io.verifytotp.keycloak.setup.flow.Asks;
import io.verifytotp.keycloak.setup.flow.Assessment;
import io.verifytotp.keycloak.setup.flow.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Lists the ways into a realm that are open. */
final class WaysIn {
    static final String BROWSER = "browser";
    static final String REGISTRATION = "registration";
    static final String RESET = "reset-credentials";
    static final String IMPERSONATION = "impersonation";

    private static final String MAIL_STEP = "reset-credential-email";
    private static final Assessment PASSWORD_ONLY = Assessment.of(
            Asks.UNKNOWN, "A user who has to log in again after the reset changes the password without a code");

    private final KeycloakSession session;
    private final RealmModel realm;
    private final RealmFlows flows;
    private final RealmAnalysis analysis;

    WaysIn(KeycloakSession session, RealmModel realm, RealmFlows flows) {
        this.session = session;
        this.realm = realm;
        this.flows = flows;
        this.analysis = new RealmAnalysis(session, realm);
    }

    List<Way> all() {
        List<Way> ways = new ArrayList<>();
        ways.add(way(BROWSER, flows.find(realm.getBrowserFlow()), analysis::login));
        ways.addAll(new ClientWays(session, realm, flows, analysis).all());
        ways.addAll(new PolicyWays(session, realm, flows, analysis).all());
        if (realm.isRegistrationAllowed() || realm.isOrganizationsEnabled()) {
            ways.add(way(
                    REGISTRATION, flows.find(realm.getRegistrationFlow()), flow -> analysis.newcomers(List.of(flow))));
        }
        if (realm.isResetPasswordAllowed()) {
            ways.add(way(RESET, flows.find(realm.getResetCredentialsFlow()), this::reset));
        }
        ways.addAll(new BrokerWays(session, realm, flows, analysis).all());
        ways.add(
                without(IMPERSONATION, Optional.empty(), "An administrator's session as a user begins without a code"));
        return ways;
    }

    /** A reset that ends without a session lets nobody in, but changes the password. */
    private Optional<Assessment> reset(Flow flow) {
        boolean logsInAgain = flow.all()
                .anyMatch(step -> step.provider().equals(MAIL_STEP)
                        && "true".equals(step.config().get("force-login")));
        return analysis.login(flow).map(result -> logsInAgain && result.asks() == Asks.NOBODY ? PASSWORD_ONLY : result);
    }

    static Way way(String kind, Optional<Flow> flow, Function<Flow, Optional<Assessment>> assess) {
        return way(kind, Optional.empty(), flow, assess);
    }

    static Way way(
            String kind, Optional<String> target, Optional<Flow> flow, Function<Flow, Optional<Assessment>> assess) {
        Assessment result = flow.map(found ->
                        assess.apply(found).orElseGet(() -> Assessment.of(Asks.UNKNOWN, "The flow lets nobody in")))
                .orElseGet(() -> Assessment.of(Asks.UNKNOWN, "The flow that is bound does not exist"));
        return new Way(kind, target, flow.map(Flow::alias), result.asks(), result.exempt(), result.reason());
    }

    /** A way in on which no flow runs. */
    static Way without(String kind, Optional<String> target, String reason) {
        return new Way(kind, target, Optional.empty(), Asks.NOBODY, List.of(), Optional.of(reason));
    }
}
