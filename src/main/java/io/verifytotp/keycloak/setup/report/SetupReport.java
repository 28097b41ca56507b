package io.verifytotp.keycloak.setup.report;

import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Who is asked for a code at each way into a realm, and what else matters, at this moment. */
public record SetupReport(List<Way> ways, List<Finding> findings) {
    public SetupReport {
        ways = List.copyOf(ways);
        findings = List.copyOf(findings);
    }

    /** Reads the realm as it is within the session's transaction, changes of this request included. */
    public static SetupReport of(KeycloakSession session, RealmModel realm) {
        return new SetupReport(List.of(), List.of());
    }
}
