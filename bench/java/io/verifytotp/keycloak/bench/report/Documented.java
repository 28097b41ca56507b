package io.verifytotp.keycloak.bench.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ratios in {@code docs/benchmarks.md}, by "scenario | compared with". */
public record Documented(Map<String, double[]> ratios) {
    /** Two runs on one machine differ by less. */
    private static final double TOLERANCE = 0.10;

    private static final Pattern ROW =
            Pattern.compile("\\| (.+?) \\| (.+?) \\| ([0-9.]+) \\([0-9.]+–[0-9.]+\\) \\| ([0-9.]+) \\|");

    public static Documented in(Path file) {
        try {
            Map<String, double[]> ratios = new HashMap<>();
            for (String line : Files.readAllLines(file)) {
                Matcher row = ROW.matcher(line);
                if (row.matches()) {
                    ratios.put(
                            key(row.group(1), row.group(2)),
                            new double[] {Double.parseDouble(row.group(3)), Double.parseDouble(row.group(4))});
                }
            }
            return new Documented(ratios);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A line for each ratio that is larger than the documented one by more than a tenth of it. */
    public List<String> worse(List<Result> results) {
        List<String> worse = new ArrayList<>();
        for (Result result : results) {
            for (Result.Row row : result.ratios()) {
                double[] before = ratios.get(key(row.scenario(), row.other()));
                if (before == null) {
                    worse.add(row.scenario() + " against " + row.other() + ": not documented");
                    continue;
                }
                compare(row, "median", before[0], row.median().typical(), worse);
                compare(row, "server CPU", before[1], row.cpu(), worse);
            }
        }
        return worse;
    }

    private static void compare(Result.Row row, String what, double before, double now, List<String> worse) {
        if (now > before * (1 + TOLERANCE)) {
            worse.add(row.scenario() + " against " + row.other() + ", " + what + ": " + Result.format("%.2f", now)
                    + ", documented " + Result.format("%.2f", before));
        }
    }

    private static String key(String scenario, String other) {
        return scenario + " | " + other;
    }
}
