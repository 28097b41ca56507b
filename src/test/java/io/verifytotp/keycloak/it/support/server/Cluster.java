package io.verifytotp.keycloak.it.support.server;

import io.verifytotp.keycloak.it.support.Await;
import io.verifytotp.keycloak.it.support.clock.ClusterClock;
import io.verifytotp.keycloak.it.support.db.PostgresServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Two nodes of one Keycloak on one PostgreSQL, which find each other by its table as nodes in production do. */
public final class Cluster implements AutoCloseable {
    private static final Duration VIEW_LIMIT = Duration.ofMinutes(1);
    private static final Pattern VIEW = Pattern.compile("cluster view [^\\n]*\\((\\d+)\\) \\[");
    // JGroups listens at the port and at that plus 50,000, which must not exceed 65,535.
    private static final int HIGHEST_PORT = 15_535;
    private static final int SECOND_PORT = 50_000;

    private final PostgresServer database;
    private final Path keys;
    private final KeycloakServer first;
    private final KeycloakServer second;

    private Cluster(PostgresServer database, Path keys, KeycloakServer first, KeycloakServer second) {
        this.database = database;
        this.keys = keys;
        this.first = first;
        this.second = second;
    }

    /** The first node, which runs alone still, and what both nodes will share. */
    public record FirstNode(KeycloakServer server, PostgresServer database, OperatorKeys keys) {}

    /** Both nodes are ready and know each other when this returns. */
    public static Cluster start(String name) {
        return start(name, PostgresServer.startNew(name), UnaryOperator.identity());
    }

    /** As {@link #start(String)}, on a database that was started for it and with further options of both nodes. */
    public static Cluster start(String name, PostgresServer database, UnaryOperator<KeycloakServerBuilder> options) {
        return start(name, database, options, options, first -> {});
    }

    /**
     * As a rolling upgrade begins: the first node has the older jar and is used, then the second one starts with the jar
     * under test.
     */
    public static Cluster startUpgrade(String name, Path olderJar, Consumer<FirstNode> before) {
        return start(
                name,
                PostgresServer.startNew(name),
                node -> node.productJar(olderJar),
                UnaryOperator.identity(),
                before);
    }

    private static Cluster start(
            String name,
            PostgresServer database,
            UnaryOperator<KeycloakServerBuilder> ofFirst,
            UnaryOperator<KeycloakServerBuilder> ofSecond,
            Consumer<FirstNode> before) {
        try {
            Path keys = KeyRingFile.create(name);
            AdminAccount account = AdminAccount.random();
            KeycloakServer first =
                    ofFirst.apply(node(name + "-1", database, keys, account)).start();
            before.accept(new FirstNode(first, database, new OperatorKeys(keys)));
            KeycloakServer second =
                    ofSecond.apply(node(name + "-2", database, keys, account)).start();
            Cluster cluster = new Cluster(database, keys, first, second);
            cluster.awaitMember(second);
            return cluster;
        } catch (RuntimeException | AssertionError e) {
            RunningServers.all().stream()
                    .filter(server -> server.name().startsWith(name + '-'))
                    .forEach(KeycloakServer::kill);
            database.close();
            throw e;
        }
    }

    private static KeycloakServerBuilder node(String name, PostgresServer database, Path keys, AdminAccount account) {
        return KeycloakServer.named(name)
                .database(database)
                .adminAccount(account)
                .option("spi-verify-totp--default--key-file", keys.toString())
                .option("proxy-headers", "xforwarded")
                .option("cache", "ispn")
                .option("cache-embedded-network-bind-address", "127.0.0.1")
                .option("cache-embedded-network-bind-port", String.valueOf(freePort()));
    }

    public List<KeycloakServer> nodes() {
        return List.of(first, second);
    }

    public PostgresServer database() {
        return database;
    }

    /** The key file of both nodes. */
    public Path keys() {
        return keys;
    }

    public ClusterClock clock() {
        return new ClusterClock(nodes());
    }

    /**
     * Starts a node that was killed or stopped; both know each other again when this returns. A node that comes back
     * within seconds may never become a member: JGroups has then lost the answer to its JOIN. Whoever runs a cluster
     * starts such a node again, and so does this, once.
     */
    public void revive(KeycloakServer node) {
        try {
            node.start();
        } catch (IllegalStateException e) {
            startAgain(node, e);
        }
        awaitMember(node);
    }

    private void awaitMember(KeycloakServer node) {
        try {
            awaitBothMembers();
        } catch (AssertionError e) {
            startAgain(node, e);
            awaitBothMembers();
        }
    }

    private static void startAgain(KeycloakServer node, Throwable cause) {
        System.out.println(node.name() + " did not become a member, and is started again: " + cause.getMessage());
        node.kill();
        node.start();
    }

    private void awaitBothMembers() {
        Await.until("two members in " + first.name(), VIEW_LIMIT, () -> members(first) == 2);
        Await.until("two members in " + second.name(), VIEW_LIMIT, () -> members(second) == 2);
    }

    /** As the node logged it last. */
    private static int members(KeycloakServer node) {
        return VIEW.matcher(node.log())
                .results()
                .reduce((earlier, later) -> later)
                .map(view -> Integer.valueOf(view.group(1)))
                .orElse(0);
    }

    @Override
    public void close() {
        second.close();
        first.close();
        database.close();
    }

    /** Two ports apart from each other, since a node may listen at the next one as well. */
    private static int freePort() {
        return IntStream.iterate(HIGHEST_PORT, port -> port > 11_000, port -> port - 3)
                .filter(port -> isFree(port) && isFree(port + SECOND_PORT))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
