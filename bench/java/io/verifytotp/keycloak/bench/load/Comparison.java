package io.verifytotp.keycloak.bench.load;

import io.verifytotp.keycloak.it.support.db.PostgresServer;
import io.verifytotp.keycloak.it.support.server.KeycloakServer;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Sends the kinds of a scenario in turns: batch after batch, in another order each round, so that what disturbs the
 * machine for a while disturbs all of them.
 */
public record Comparison(List<KeycloakServer> servers, PostgresServer database, int connections) {
    public static Comparison on(KeycloakServer server, PostgresServer database, int connections) {
        return new Comparison(List.of(server), database, connections);
    }

    /**
     * The figures of each kind.
     *
     * @param warmUps rounds before those that count, until the JVM has compiled what it runs
     */
    public List<Figures> run(Scenario scenario, int warmUps, int rounds) {
        Map<String, List<Batch>> batches = scenario.kinds().stream()
                .collect(Collectors.toMap(kind -> kind, kind -> new ArrayList<>(), (a, b) -> a, LinkedHashMap::new));
        for (int round = 0; round < warmUps + rounds; round++) {
            for (int turn = 0; turn < scenario.kinds().size(); turn++) {
                String kind = scenario.kinds().get((round + turn) % scenario.kinds().size());
                Batch batch = send(scenario.requests(kind), servers.subList(0, scenario.nodes(kind)));
                if (round >= warmUps) {
                    batches.get(kind).add(batch);
                }
            }
        }
        return batches.entrySet().stream()
                .map(entry -> new Figures(entry.getKey(), entry.getValue()))
                .toList();
    }

    private Batch send(List<Request> requests, List<KeycloakServer> nodes) {
        Usage before = Usage.of(servers, database);
        List<URI> addresses = nodes.stream().map(KeycloakServer::baseUrl).toList();
        List<Wrk.Time> times = new Wrk(addresses, connections).send(requests);
        return new Batch(times, Usage.of(servers, database).since(before));
    }
}
