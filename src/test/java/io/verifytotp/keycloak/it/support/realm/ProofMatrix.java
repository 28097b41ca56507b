package io.verifytotp.keycloak.it.support.realm;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The table of docs/security.md: a row for each attempt, a column for each way to a session without a proof. */
public final class ProofMatrix {
    private ProofMatrix() {}

    public static String table(Map<Attempt, Map<UnprovedSession.Way, String>> results) {
        String head = Arrays.stream(UnprovedSession.Way.values())
                .map(UnprovedSession.Way::words)
                .collect(Collectors.joining(" | ", "| attempt | ", " |\n"));
        String line = Arrays.stream(UnprovedSession.Way.values())
                .map(way -> "---")
                .collect(Collectors.joining("|", "|---|", "|\n"));
        return head
                + line
                + results.entrySet().stream()
                        .map(row -> row(row.getKey(), row.getValue()))
                        .collect(Collectors.joining());
    }

    /** What the run has to come to. */
    public static String expected() {
        Map<Attempt, Map<UnprovedSession.Way, String>> all = new TreeMap<>();
        for (Attempt attempt : Attempt.values()) {
            Map<UnprovedSession.Way, String> row = new EnumMap<>(UnprovedSession.Way.class);
            Arrays.stream(UnprovedSession.Way.values())
                    .filter(attempt::isPossible)
                    .forEach(way -> row.put(way, attempt.expected(way)));
            all.put(attempt, row);
        }
        return table(all);
    }

    private static String row(Attempt attempt, Map<UnprovedSession.Way, String> cells) {
        return Arrays.stream(UnprovedSession.Way.values())
                .map(way -> cells.getOrDefault(way, "–"))
                .collect(Collectors.joining(" | ", "| " + attempt.words() + " | ", " |\n"));
    }
}
