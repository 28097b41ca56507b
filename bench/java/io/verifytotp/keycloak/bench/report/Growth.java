package io.verifytotp.keycloak.bench.report;

import static io.verifytotp.keycloak.bench.report.Result.format;

import io.verifytotp.keycloak.bench.load.Batch;
import io.verifytotp.keycloak.bench.load.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** A table in Markdown of what was measured among different numbers of entities. */
public final class Growth {
    private static final double BYTES_OF_A_KILOBYTE = 1024;
    private static final double MILLISECONDS_OF_A_SECOND = 1000;

    private Growth() {}

    /**
     * The head of the table.
     *
     * @param sizes numbers of entities, the least first
     */
    public static String head(List<Integer> sizes) {
        List<String> cells = new ArrayList<>(List.of("scenario", "kind"));
        for (String what : List.of("median ms", "ratio of medians (spread)", "database CPU ms", "log kB")) {
            boolean ratio = what.startsWith("ratio");
            sizes.stream()
                    .skip(ratio ? 1 : 0)
                    .map(size -> what + (ratio ? ", " : " at ") + String.format(Locale.ROOT, "%,d", size))
                    .forEach(cells::add);
        }
        return Result.row(cells.toArray(String[]::new)) + "|---".repeat(cells.size()) + "|\n";
    }

    /**
     * A row of the table.
     *
     * @param bySize figures of the same kind, in the order of the sizes
     */
    public static String row(String scenario, List<Figures> bySize) {
        Figures least = bySize.get(0);
        List<String> cells = new ArrayList<>(List.of(scenario, least.kind()));
        add(cells, bySize, figures -> format("%.2f", figures.typical(Batch::median)));
        add(cells, bySize.subList(1, bySize.size()), figures -> ratio(figures.against(least, Batch::median)));
        add(
                cells,
                bySize,
                figures -> format("%.2f", figures.usagePerRequest().databaseCpu() * MILLISECONDS_OF_A_SECOND));
        add(cells, bySize, figures -> format("%.1f", figures.usagePerRequest().log() / BYTES_OF_A_KILOBYTE));
        return Result.row(cells.toArray(String[]::new));
    }

    private static void add(List<String> cells, List<Figures> bySize, Function<Figures, String> cell) {
        bySize.stream().map(cell).forEach(cells::add);
    }

    private static String ratio(Figures.Ratio ratio) {
        return Result.spread(ratio.typical(), ratio.least(), ratio.most());
    }
}
