package io.verifytotp.keycloak.setup.report;

import io.verifytotp.keycloak.domain.factor.OtpDirection;
import io.verifytotp.keycloak.login.service.OtpFlows;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Report on a realm: whom each way in asks for a code, and what else matters. */
public record SetupReport(List<Way> ways, List<Finding> findings) {
    public SetupReport {
        ways = List.copyOf(ways);
        findings = List.copyOf(findings);
    }

    /**
     * Returns the flows of the ways in that ask for a code of one kind only, by their aliases: users whose credentials have
     * taken that way would pass them without a code. Empty for none.
     */
    public Optional<String> opened(KeycloakSession session, RealmModel realm, OtpDirection direction) {
        OtpFindings findings = new OtpFindings(session, realm, ways);
        return switch (direction) {
            case ADOPT -> findings.flows(OtpFlows::asksKeycloaksOnly);
            case RESTORE -> findings.flows(OtpFlows::asksOursOnly);
        };
    }

    /** Reads the realm as it is within the session's transaction, changes of this request included. */
    public static SetupReport of(KeycloakSession session, RealmModel realm) {
        RealmFlows flows = new RealmFlows(session, realm);
        List<Way> ways = new WaysIn(session, realm, flows).all();
        return new SetupReport(ways, new Findings(session, realm, flows, ways).all());
    }
}
