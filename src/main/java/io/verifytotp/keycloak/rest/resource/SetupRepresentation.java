package io.verifytotp.keycloak.rest.resource;

import io.verifytotp.keycloak.setup.change.Change;
import io.verifytotp.keycloak.setup.change.SetupResult;
import io.verifytotp.keycloak.setup.plan.SetupMode;
import java.util.List;
import java.util.Optional;

/**
 * Set-up of a realm, or its undoing, as JSON.
 *
 * @param mode null of an undoing
 * @param unchanged sentences about what stays as it was
 * @param wayBack command for administrators who can't log in any more
 */
record SetupRepresentation(
        boolean dryRun,
        Optional<SetupMode> mode,
        List<String> changes,
        List<String> unchanged,
        List<SetupReportRepresentation.WayIn> ways,
        List<SetupReportRepresentation.Advice> findings,
        String wayBack) {
    static SetupRepresentation of(boolean dryRun, Optional<SetupMode> mode, SetupResult result) {
        SetupReportRepresentation report = SetupReportRepresentation.of(result.report());
        return new SetupRepresentation(
                dryRun,
                mode,
                result.changes().stream().map(Change::text).toList(),
                result.unchanged(),
                report.ways(),
                report.findings(),
                result.wayBack());
    }
}
