package io.verifytotp.keycloak.setup.change;

import io.verifytotp.keycloak.setup.report.SetupReport;
import java.util.List;

/**
 * Result of a set-up or of its undoing, as far as the transaction goes.
 *
 * @param unchanged sentences about what stays as it was, and why
 * @param report report on the realm with the changes
 */
public record SetupResult(List<Change> changes, List<String> unchanged, SetupReport report, String wayBack) {
    public SetupResult {
        changes = List.copyOf(changes);
        unchanged = List.copyOf(unchanged);
    }

    static SetupResult of(ChangeLog log, SetupReport report, String wayBack) {
        return new SetupResult(log.changes(), log.unchanged(), report, wayBack);
    }
}
