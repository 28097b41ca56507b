package io.verifytotp.keycloak.bench;

import io.verifytotp.keycloak.bench.provider.EmptyTransactionMapper;
import io.verifytotp.keycloak.bench.provider.EmptyTransactionStep;
import io.verifytotp.keycloak.it.support.db.PostgresServer;
import io.verifytotp.keycloak.it.support.server.Cluster;
import io.verifytotp.keycloak.it.support.server.KeycloakServer;
import io.verifytotp.keycloak.it.support.server.KeycloakServerBuilder;
import io.verifytotp.keycloak.it.support.server.OperatorKeys;
import io.verifytotp.keycloak.it.support.server.OwnKeycloak;
import io.verifytotp.keycloak.it.support.server.ProviderJar;
import java.util.List;
import java.util.Map;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.protocol.ProtocolMapper;

/** A server as operators run it, on a PostgreSQL that is as durable as its defaults and counts its statements. */
final class BenchServer {
    private static final Map<String, String> SETTINGS =
            Map.of("fsync", "on", "shared_preload_libraries", "pg_stat_statements", "pg_stat_statements.max", "10000");

    /** All of them, so that no kind waits for Keycloak to read its users again. */
    private static final String CACHED_USERS = "200000";

    private static final String MINUTES_OF_A_DAY = "1440";

    private static final ProviderJar EMPTY_TRANSACTION = new ProviderJar(
            "bench",
            EmptyTransactionStep.class,
            Map.of(
                    AuthenticatorFactory.class, List.of(EmptyTransactionStep.class),
                    ProtocolMapper.class, List.of(EmptyTransactionMapper.class)));

    private BenchServer() {}

    /** Without a purge as long as a benchmark takes. */
    static OwnKeycloak<PostgresServer> start(String name) {
        return OwnKeycloak.on(
                database(name), name, options -> options(options).option(OwnKeycloak.PURGE_INTERVAL, MINUTES_OF_A_DAY));
    }

    /** Another one on the database of the first, which purges once a minute. */
    static KeycloakServer startPurging(OwnKeycloak<PostgresServer> first) {
        KeycloakServerBuilder second = KeycloakServer.named("bench-purging")
                .database(first.database())
                .adminAccount(first.server().adminAccount())
                .option(OperatorKeys.OPTION, first.keys().file().toString())
                .option(OwnKeycloak.PURGE_INTERVAL, "1");
        return options(second).start();
    }

    /** Two of them on one database. */
    static Cluster startTwo() {
        return Cluster.start("bench", database("bench"), BenchServer::options);
    }

    private static KeycloakServerBuilder options(KeycloakServerBuilder options) {
        return options.asInProduction()
                .provider(EMPTY_TRANSACTION.path())
                .option("cache-embedded-users-max-count", CACHED_USERS);
    }

    private static PostgresServer database(String name) {
        PostgresServer database = PostgresServer.startNew(name, SETTINGS);
        database.execute("create extension pg_stat_statements");
        database.execute("create table bench_row (id varchar(36) primary key, n bigint not null)");
        database.execute("create table bench_entry (id varchar(36) primary key, row_id varchar(36) not null,"
                + " made_at bigint not null)");
        return database;
    }
}
