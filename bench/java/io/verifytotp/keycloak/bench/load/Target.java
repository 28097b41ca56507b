package io.verifytotp.keycloak.bench.load;

import io.verifytotp.keycloak.it.support.db.PostgresServer;
import io.verifytotp.keycloak.it.support.server.KeycloakServer;
import java.net.URI;
import java.util.List;

/**
 * A server, or the nodes of a cluster, with its database: the requests of a benchmark go there.
 *
 * @param servers nodes of one Keycloak
 * @param connections with one request on its way each
 */
public record Target(List<KeycloakServer> servers, PostgresServer database, int connections) {
    public static Target of(KeycloakServer server, PostgresServer database, int connections) {
        return new Target(List.of(server), database, connections);
    }

    /**
     * Sends one batch.
     *
     * @param nodes that share the requests
     */
    Batch send(List<Request> requests, int nodes) {
        Usage before = Usage.of(servers, database);
        List<URI> addresses =
                servers.subList(0, nodes).stream().map(KeycloakServer::baseUrl).toList();
        List<Wrk.Time> times = new Wrk(addresses, connections).send(requests);
        return new Batch(times, Usage.of(servers, database).since(before));
    }
}
