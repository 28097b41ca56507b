package io.verifytotp.keycloak.setup.report;

import io.verifytotp.keycloak.login.service.LoginServices;
import io.verifytotp.keycloak.login.service.OtpFlows;
import io.verifytotp.keycloak.setup.report.Finding.Severity;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Collects what an administrator should know where Keycloak's own OTP is adopted. */
final class OtpFindings {
    private final KeycloakSession session;
    private final RealmModel realm;
    private final List<Way> ways;

    OtpFindings(KeycloakSession session, RealmModel realm, List<Way> ways) {
        this.session = session;
        this.realm = realm;
        this.ways = ways;
    }

    List<Finding> all(LoginServices services) {
        return services.ofRealm().adoptsKeycloakOtp()
                ? Stream.of(alone(), reusable()).flatMap(Optional::stream).toList()
                : List.of();
    }

    private Optional<Finding> alone() {
        return flows(OtpFlows::asksKeycloaksOnly)
                .map(flows -> new Finding(
                        "keycloak-otp-alone",
                        Severity.ERROR,
                        "These flows ask for Keycloak's own OTP and not for Verify TOTP: %s. Put Verify TOTP into them: a user whose OTP is adopted passes them without a code, so that nothing is adopted while one of the realm's own is among them."
                                .formatted(flows),
                        Help.ADOPT_KEYCLOAKS_OWN_OTP.link()));
    }

    private Optional<Finding> reusable() {
        return realm.getOTPPolicy().isCodeReusable()
                ? Optional.of(new Finding(
                        "keycloak-otp-reusable",
                        Severity.WARNING,
                        "The realm's OTP policy allows reusable codes, so that Keycloak does not note used codes: a code that was given to Keycloak's own OTP form is accepted here once more. Switch Reusable token off.",
                        Help.ADOPT_KEYCLOAKS_OWN_OTP.link()))
                : Optional.empty();
    }

    /** Returns the flows of the ways in that are of this kind, by their aliases; empty for none. */
    Optional<String> flows(BiPredicate<OtpFlows, AuthenticationFlowModel> kind) {
        OtpFlows flows = new OtpFlows(session, realm);
        String aliases = ways.stream()
                .flatMap(way -> way.flow().stream())
                .distinct()
                .filter(alias -> Optional.ofNullable(realm.getFlowByAlias(alias))
                        .filter(flow -> kind.test(flows, flow))
                        .isPresent())
                .map(alias -> "'" + alias + "'")
                .collect(Collectors.joining(", "));
        return aliases.isEmpty() ? Optional.empty() : Optional.of(aliases);
    }
}
