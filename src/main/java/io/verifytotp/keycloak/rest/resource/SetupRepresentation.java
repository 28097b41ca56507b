package io.verifytotp.keycloak.rest.resource;

import io.verifytotp.keycloak.setup.report.Finding;
import io.verifytotp.keycloak.setup.report.SetupReport;
import io.verifytotp.keycloak.setup.report.Way;
import java.util.List;
import java.util.Locale;

/** A realm's report as JSON. */
record SetupRepresentation(List<WayRepresentation> ways, List<FindingRepresentation> findings) {
    static SetupRepresentation of(SetupReport report) {
        return new SetupRepresentation(
                report.ways().stream().map(WayRepresentation::of).toList(),
                report.findings().stream().map(FindingRepresentation::of).toList());
    }

    record WayRepresentation(String way, String target, String flow, String asks, List<String> exempt, String reason) {
        static WayRepresentation of(Way way) {
            return new WayRepresentation(
                    way.way(),
                    way.target().orElse(null),
                    way.flow().orElse(null),
                    way.asks().word(),
                    way.exempt(),
                    way.reason().orElse(null));
        }
    }

    record FindingRepresentation(String id, String severity, String text, String help) {
        static FindingRepresentation of(Finding finding) {
            return new FindingRepresentation(
                    finding.id(), finding.severity().name().toLowerCase(Locale.ROOT), finding.text(), finding.help());
        }
    }
}
