package io.verifytotp.keycloak.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.bench.load.Comparison;
import io.verifytotp.keycloak.bench.load.Scenario;
import io.verifytotp.keycloak.bench.load.Target;
import io.verifytotp.keycloak.bench.report.Documented;
import io.verifytotp.keycloak.bench.report.Report;
import io.verifytotp.keycloak.bench.report.Result;
import io.verifytotp.keycloak.it.support.Settings;
import io.verifytotp.keycloak.it.support.db.PostgresServer;
import io.verifytotp.keycloak.it.support.server.OwnKeycloak;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs the scenarios that {@code -Dbench.scenarios=abcdef} names, all by default: {@code script/bench}. */
class LoadBench {
    private static final int USERS = 3000;
    private static final int WARM_UPS = Integer.getInteger("bench.warmups", 12);
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 9);
    private static final int CONNECTIONS = Integer.getInteger("bench.connections", 2);
    private static final String CHOSEN = System.getProperty("bench.scenarios", "abcdef");

    @Test
    void measure() {
        List<Result> results = new ArrayList<>();
        Path folder = Settings.shared().resolveSibling("bench");
        try (OwnKeycloak<PostgresServer> own = BenchServer.start("bench")) {
            Target target = Target.of(own.server(), own.database(), CONNECTIONS);
            for (Scenario scenario : scenarios(own)) {
                Groups.awaitNextStep();
                Result result = new Result(scenario.name(), Comparison.of(target, scenario, WARM_UPS, ROUNDS));
                results.add(result);
                System.out.println(new Report(List.of(result)).text());
                new Report(results).write(folder);
            }
        }
        if (Boolean.getBoolean("bench.compare")) {
            assertThat(Documented.in(Path.of("docs/benchmarks.md")).worse(results)).isEmpty();
        }
    }

    private static List<Scenario> scenarios(OwnKeycloak<PostgresServer> own) {
        BenchRealm realm = BenchRealm.create(own, USERS);
        List<Scenario> chosen = new ArrayList<>();
        Challenges challenges = new Challenges(realm);
        List<Scenario> all = List.of(
                new DirectGrants(realm),
                new BrowserLogins(realm),
                challenges,
                new WrongCodes(realm, challenges),
                new EnrollmentPages(realm),
                new Adoptions(own));
        for (Scenario scenario : all) {
            if (CHOSEN.indexOf(scenario.name().charAt(1)) >= 0) {
                chosen.add(scenario);
            }
        }
        return chosen;
    }
}
