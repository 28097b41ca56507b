package io.verifytotp.keycloak.bench;

import io.verifytotp.keycloak.bench.load.Comparison;
import io.verifytotp.keycloak.bench.load.Scenario;
import io.verifytotp.keycloak.bench.load.Target;
import io.verifytotp.keycloak.bench.report.Report;
import io.verifytotp.keycloak.bench.report.Result;
import io.verifytotp.keycloak.it.support.Settings;
import io.verifytotp.keycloak.it.support.server.Cluster;
import io.verifytotp.keycloak.it.support.server.OperatorKeys;
import io.verifytotp.keycloak.it.support.server.OwnKeycloak;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Scenarios (a) and (c) on two nodes, beside one of them: {@code script/bench --nodes}. */
class ClusterBench {
    private static final int USERS = 3000;
    private static final int WARM_UPS = Integer.getInteger("bench.warmups", 8);
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 7);
    private static final int CONNECTIONS = 2;

    @Test
    void measure() {
        List<Result> results = new ArrayList<>();
        try (Cluster cluster = BenchServer.startTwo()) {
            BenchRealm realm = BenchRealm.create(
                    new OwnKeycloak<>(
                            cluster.database(), cluster.nodes().get(0), new OperatorKeys(cluster.keys())),
                    USERS);
            Target target = new Target(cluster.nodes(), cluster.database(), CONNECTIONS);
            for (Scenario scenario : List.of(new DirectGrants(realm), new Challenges(realm))) {
                Groups.awaitNextStep();
                Scenario onTwoNodes = new OnTwoNodes(scenario);
                results.add(new Result(onTwoNodes.name(), Comparison.of(target, onTwoNodes, WARM_UPS, ROUNDS)));
                new Report(results).write(Settings.shared().resolveSibling("bench-nodes"));
            }
            System.out.println(new Report(results).text());
        }
    }
}
