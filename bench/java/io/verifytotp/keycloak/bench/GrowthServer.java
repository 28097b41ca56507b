package io.verifytotp.keycloak.bench;

import io.verifytotp.keycloak.bench.load.Scenario;
import io.verifytotp.keycloak.bench.load.Target;
import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.it.support.db.OurRows;
import io.verifytotp.keycloak.it.support.db.PostgresServer;
import io.verifytotp.keycloak.it.support.server.OwnKeycloak;
import java.util.List;

/** A server on a database of its own, with the users of the scenarios among so many others. */
record GrowthServer(int entities, OwnKeycloak<PostgresServer> own, BenchRealm realm, Batches batches)
        implements AutoCloseable {
    private static final int USERS = 3000;

    static GrowthServer start(int entities) {
        OwnKeycloak<PostgresServer> own = BenchServer.start("bench-" + entities);
        try {
            BenchRealm realm = BenchRealm.create(own, USERS);
            GrowthServer server = new GrowthServer(entities, own, realm, new Batches(own, realm));
            server.fill();
            return server;
        } catch (RuntimeException | AssertionError e) {
            own.close();
            throw e;
        }
    }

    private void fill() {
        String service = ServiceId.defaultOf(realmId()).value().toString();
        new Ballast(own.database(), realmId(), service).add(entities);
        batches.prepare(entities);
        Ballast.settle(own.database());
    }

    private String realmId() {
        return OurRows.of(own.database(), realm.realm()).realmId();
    }

    /** Each with a kind last that does not depend on the number of entities. */
    List<Scenario> scenarios() {
        Challenges challenges = new Challenges(realm);
        return List.of(
                new DirectGrants(realm),
                challenges,
                new Beside(new WrongCodes(realm, challenges), challenges, Introspection.FLOOR.title()),
                new Beside(new Lists(realm), challenges, Introspection.PLAIN.title()),
                new Beside(batches, challenges, Introspection.PLAIN.title()));
    }

    Target target(Scenario scenario) {
        return Target.of(own.server(), own.database(), scenario.name().equals(batches.name()) ? 1 : 2);
    }

    /** Rows of a table: what a start of another server and its purge take. */
    String startAndPurge() {
        return new SecondServer(own, realmId()).measure(entities);
    }

    @Override
    public void close() {
        own.close();
    }
}
