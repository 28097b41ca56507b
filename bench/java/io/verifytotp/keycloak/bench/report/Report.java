package io.verifytotp.keycloak.bench.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Writes what was measured into a folder: {@code load.md} with two tables, and a chart for each scenario. */
public record Report(List<Result> results) {
    public void write(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("load.md"), text());
            for (Result result : results) {
                Files.writeString(folder.resolve(fileName(result)), Chart.of(result));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String text() {
        return Result.RATIOS_HEAD
                + results.stream()
                        .flatMap(result -> result.ratios().stream())
                        .map(Result.Row::text)
                        .collect(Collectors.joining())
                + '\n'
                + Result.FIGURES_HEAD
                + results.stream().map(Result::figures).collect(Collectors.joining());
    }

    /** {@code a-direct-grant.svg} for "(a) direct grant". */
    static String fileName(Result result) {
        return result.scenario().toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z]+", "-").replaceAll("^-|-$", "")
                + ".svg";
    }
}
