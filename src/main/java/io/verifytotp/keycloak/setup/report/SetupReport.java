package io.verifytotp.keycloak.setup.report;

import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Report on a realm: whom each way in asks for a code, and what else matters. */
public record SetupReport(List<Way> ways, List<Finding> findings) {
    public SetupReport {
        ways = List.copyOf(ways);
        findings = List.copyOf(findings);
    }

    /** Reads the realm as it is within the session's transaction, changes of this request included. */
    public static SetupReport of(KeycloakSession session, RealmModel realm) {
        RealmFlows flows = new RealmFlows(session, realm);
        List<Way> ways = new WaysIn(session, realm, flows).all();
        return new SetupReport(ways, new Findings(session, realm, flows, ways).all());
    }
}
