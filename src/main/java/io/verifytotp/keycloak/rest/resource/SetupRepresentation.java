package io.verifytotp.keycloak.rest.resource;

import io.verifytotp.keycloak.setup.change.Change;
import io.verifytotp.keycloak.setup.change.SetupResult;
import io.verifytotp.keycloak.setup.plan.SetupGoal;
import io.verifytotp.keycloak.setup.plan.SetupMode;
import java.util.List;
import java.util.Optional;

/**
 * Set-up of a realm, or its undoing, as JSON.
 *
 * @param mode null of an undoing, and of levels alone
 * @param levels null of an undoing
 * @param unchanged sentences about what stays as it was
 * @param wayBack command for administrators who can't log in any more
 */
record SetupRepresentation(
        boolean dryRun,
        Optional<SetupMode> mode,
        Optional<Boolean> levels,
        List<String> changes,
        List<String> unchanged,
        List<SetupReportRepresentation.WayIn> ways,
        List<SetupReportRepresentation.Advice> findings,
        String wayBack) {
    static SetupRepresentation of(boolean dryRun, Optional<SetupGoal> goal, SetupResult result) {
        SetupReportRepresentation report = SetupReportRepresentation.of(result.report());
        return new SetupRepresentation(
                dryRun,
                goal.flatMap(SetupGoal::mode),
                goal.map(SetupGoal::levels),
                result.changes().stream().map(Change::text).toList(),
                result.unchanged(),
                report.ways(),
                report.findings(),
                result.wayBack());
    }
}
