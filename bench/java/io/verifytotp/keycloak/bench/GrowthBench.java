package io.verifytotp.keycloak.bench;

import io.verifytotp.keycloak.bench.load.Comparison;
import io.verifytotp.keycloak.bench.load.Comparison.Side;
import io.verifytotp.keycloak.bench.load.Figures;
import io.verifytotp.keycloak.bench.load.Scenario;
import io.verifytotp.keycloak.bench.report.Growth;
import io.verifytotp.keycloak.it.support.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The same work among more and more rows: {@code script/bench --growth}. There is a server with a database for each
 * number of entities, and all of them are asked in turns. The plans of the statements are tested apart, on PostgreSQL and
 * MariaDB.
 */
class GrowthBench {
    private static final int WARM_UPS = Integer.getInteger("bench.warmups", 8);
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 9);
    private static final List<Integer> SIZES = Stream.of(
                    System.getProperty("bench.sizes", "1000,100000,1000000").split(",", -1))
            .map(Integer::valueOf)
            .toList();

    /** Parts of the scenarios' names; all scenarios where it is empty. */
    private static final List<String> CHOSEN = Stream.of(
                    System.getProperty("bench.scenarios", "").split(",", -1))
            .filter(name -> !name.isEmpty())
            .toList();

    private final StringBuilder table = new StringBuilder(Growth.head(SIZES));
    private final StringBuilder unasked = new StringBuilder(SecondServer.HEAD);

    @Test
    void measure() {
        List<GrowthServer> servers = new ArrayList<>();
        try {
            SIZES.forEach(size -> servers.add(GrowthServer.start(size)));
            List<List<Scenario>> scenarios =
                    servers.stream().map(GrowthServer::scenarios).toList();
            for (int i = 0; i < scenarios.get(0).size(); i++) {
                int number = i;
                List<Side> sides = IntStream.range(0, servers.size())
                        .mapToObj(s -> side(servers.get(s), scenarios.get(s).get(number)))
                        .toList();
                measure(scenarios.get(0).get(i).name(), sides);
            }
            for (GrowthServer server : servers) {
                note(unasked, server.startAndPurge());
            }
        } finally {
            servers.forEach(GrowthServer::close);
        }
    }

    private static Side side(GrowthServer server, Scenario scenario) {
        return new Side(server.target(scenario), scenario);
    }

    private void measure(String scenario, List<Side> sides) {
        if (CHOSEN.isEmpty() || CHOSEN.stream().anyMatch(scenario::contains)) {
            Groups.awaitNextStep();
            List<List<Figures>> bySize = Comparison.sideBySide(sides, WARM_UPS, ROUNDS);
            for (int kind = 0; kind < bySize.get(0).size(); kind++) {
                int number = kind;
                note(
                        table,
                        Growth.row(
                                scenario,
                                bySize.stream().map(all -> all.get(number)).toList()));
            }
        }
    }

    private void note(StringBuilder rows, String more) {
        rows.append(more);
        System.out.print(more);
        try {
            Path folder = Files.createDirectories(Settings.shared().resolveSibling("bench"));
            Files.writeString(folder.resolve("growth.md"), table + "\n" + unasked);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
