package io.verifytotp.keycloak.bench.report;

import io.verifytotp.keycloak.bench.load.Batch;
import io.verifytotp.keycloak.bench.load.Figures;
import io.verifytotp.keycloak.bench.load.Figures.Ratio;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What was measured of one scenario, as rows of tables in Markdown. */
public record Result(String scenario, List<Figures> kinds) {
    static final String FIGURES_HEAD = "| scenario | kind | requests/s | median ms (spread) | p95 | p99 | server CPU ms |"
            + " database CPU ms | statements | writes | allocated kB |\n|---|---|---|---|---|---|---|---|---|---|---|\n";
    static final String RATIOS_HEAD =
            "| scenario | compared with | median (spread) | server CPU |\n|---|---|---|---|\n";

    String figures() {
        return kinds.stream().map(this::figures).collect(Collectors.joining());
    }

    private String figures(Figures kind) {
        var usage = kind.usagePerRequest();
        return row(
                scenario,
                kind.kind(),
                format("%.0f", kind.typical(Batch::throughput)),
                spread(kind.typical(Batch::median), kind.least(Batch::median), kind.most(Batch::median)),
                format("%.2f", kind.typical(batch -> batch.percentile(0.95))),
                format("%.2f", kind.typical(batch -> batch.percentile(0.99))),
                format("%.2f", usage.serverCpu() * 1000),
                format("%.2f", usage.databaseCpu() * 1000),
                format("%.1f", usage.statements()),
                format("%.1f", usage.writes()),
                format("%.0f", usage.allocated() / 1024));
    }

    /** Ours against each of the others. */
    public List<Row> ratios() {
        Figures ours = kinds.get(0);
        return kinds.stream()
                .skip(1)
                .map(other -> new Row(
                        scenario,
                        other.kind(),
                        ours.against(other, Batch::median),
                        ours.usagePerRequest().serverCpu()
                                / other.usagePerRequest().serverCpu()))
                .toList();
    }

    static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    static String spread(double typical, double least, double most) {
        return format("%.2f", typical) + " (" + format("%.2f", least) + "–" + format("%.2f", most) + ')';
    }

    static String format(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    /**
     * Ours against one of the others.
     *
     * @param cpu the server's processor time for one request of ours, by that of one of the other
     */
    public record Row(String scenario, String other, Ratio median, double cpu) {
        String text() {
            return row(
                    scenario,
                    other,
                    spread(median.typical(), median.least(), median.most()),
                    format("%.2f", cpu));
        }
    }
}
