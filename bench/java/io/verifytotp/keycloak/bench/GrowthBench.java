package io.verifytotp.keycloak.bench;

import io.verifytotp.keycloak.bench.load.Batch;
import io.verifytotp.keycloak.bench.load.Comparison;
import io.verifytotp.keycloak.bench.load.Figures;
import io.verifytotp.keycloak.bench.load.Scenario;
import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.it.support.Settings;
import io.verifytotp.keycloak.it.support.db.OurRows;
import io.verifytotp.keycloak.it.support.db.PostgresServer;
import io.verifytotp.keycloak.it.support.server.OwnKeycloak;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The same work among more and more rows: {@code script/bench --growth}. The plans of its statements are tested apart, on
 * PostgreSQL and MariaDB.
 */
class GrowthBench {
    private static final int USERS = 3000;
    private static final int WARM_UPS = 2;
    private static final int FIRST_WARM_UPS = Integer.getInteger("bench.warmups", 8);
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
    private static final int CONNECTIONS = 2;
    private static final List<Integer> SIZES = Stream.of(
                    System.getProperty("bench.sizes", "1000,100000,1000000").split(",", -1))
            .map(Integer::valueOf)
            .toList();

    /** Parts of the scenarios' names; all scenarios where it is empty. */
    private static final List<String> CHOSEN = Stream.of(
                    System.getProperty("bench.scenarios", "").split(",", -1))
            .filter(name -> !name.isEmpty())
            .toList();

    private final StringBuilder table = new StringBuilder("""
            | entities | scenario | kind | median ms (spread) | by that of the last kind | p95 | database CPU ms | log kB |
            |---|---|---|---|---|---|---|---|
            """);

    private final StringBuilder unasked = new StringBuilder(SecondServer.HEAD);

    @Test
    void measure() {
        try (OwnKeycloak<PostgresServer> own = BenchServer.start()) {
            BenchRealm realm = BenchRealm.create(own, USERS);
            String realmId = OurRows.of(own.database(), realm.realm()).realmId();
            Ballast ballast = new Ballast(
                    own.database(), realmId, ServiceId.defaultOf(realmId).value().toString());
            Challenges challenges = new Challenges(realm);
            List<Scenario> scenarios = chosen(
                    new DirectGrants(realm),
                    challenges,
                    new Beside(new WrongCodes(realm, challenges), challenges, Introspection.FLOOR.title()),
                    new Beside(new Lists(realm), challenges, Introspection.PLAIN.title()));
            Batches batches = new Batches(own, realm);
            List<Scenario> oneByOne = chosen(new Beside(batches, challenges, Introspection.PLAIN.title()));
            int before = 0;
            for (int size : SIZES) {
                ballast.add(before + 1, size);
                batches.prepare(before + 1, size);
                Ballast.settle(own.database());
                int warmUps = before == 0 ? FIRST_WARM_UPS : WARM_UPS;
                scenarios.forEach(scenario -> measure(own, scenario, CONNECTIONS, size, warmUps));
                oneByOne.forEach(scenario -> measure(own, scenario, 1, size, warmUps));
                String rows = new SecondServer(own, realmId).measure(size);
                unasked.append(rows);
                System.out.print(rows);
                write();
                before = size;
            }
        }
    }

    private static List<Scenario> chosen(Scenario... scenarios) {
        return Stream.of(scenarios)
                .filter(scenario -> CHOSEN.isEmpty()
                        || CHOSEN.stream().anyMatch(scenario.name()::contains))
                .toList();
    }

    private void measure(
            OwnKeycloak<PostgresServer> own, Scenario scenario, int connections, int size, int warmUps) {
        Groups.awaitNextStep();
        List<Figures> all =
                Comparison.on(own.server(), own.database(), connections).run(scenario, warmUps, ROUNDS);
        Figures last = all.get(all.size() - 1);
        for (Figures figures : all) {
            String row = String.format(
                    Locale.ROOT,
                    "| %,d | %s | %s | %.2f (%.2f–%.2f) | %.2f | %.2f | %.2f | %.1f |%n",
                    size,
                    scenario.name(),
                    figures.kind(),
                    figures.typical(Batch::median),
                    figures.least(Batch::median),
                    figures.most(Batch::median),
                    figures.against(last, Batch::median).typical(),
                    figures.typical(batch -> batch.percentile(0.95)),
                    figures.usagePerRequest().databaseCpu() * 1000,
                    figures.usagePerRequest().log() / 1024);
            table.append(row);
            System.out.print(row);
        }
        write();
    }

    private void write() {
        try {
            Path folder = Files.createDirectories(Settings.shared().resolveSibling("bench"));
            Files.writeString(folder.resolve("growth.md"), table + "\n" + unasked);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
