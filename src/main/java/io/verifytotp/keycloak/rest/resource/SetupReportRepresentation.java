package io.verifytotp.keycloak.rest.resource;

import io.verifytotp.keycloak.setup.report.Finding;
import io.verifytotp.keycloak.setup.report.SetupReport;
import io.verifytotp.keycloak.setup.report.Way;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Report on the ways into a realm as JSON, with words in small letters. */
record SetupReportRepresentation(List<WayIn> ways, List<Advice> findings) {
    static SetupReportRepresentation of(SetupReport report) {
        return new SetupReportRepresentation(
                report.ways().stream().map(WayIn::of).toList(),
                report.findings().stream().map(Advice::of).toList());
    }

    /** One way in. */
    record WayIn(
            String way,
            Optional<String> target,
            Optional<String> flow,
            String asks,
            List<String> exempt,
            Optional<String> reason) {
        static WayIn of(Way way) {
            return new WayIn(way.way(), way.target(), way.flow(), way.asks().word(), way.exempt(), way.reason());
        }
    }

    /** One finding. */
    record Advice(String id, String severity, String text, String help) {
        static Advice of(Finding finding) {
            String severity = finding.severity().name().toLowerCase(Locale.ROOT);
            return new Advice(finding.id(), severity, finding.text(), finding.help());
        }
    }
}
