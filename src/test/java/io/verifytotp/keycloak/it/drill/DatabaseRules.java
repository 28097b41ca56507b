package io.verifytotp.keycloak.it.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.login.RaceRules;
import io.verifytotp.keycloak.it.login.ReplayRules;
import io.verifytotp.keycloak.it.support.Together;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.db.DatabaseServer;
import io.verifytotp.keycloak.it.support.db.MySqlServer;
import io.verifytotp.keycloak.it.support.db.MySqlServer.Product;
import io.verifytotp.keycloak.it.support.db.OurRows;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.KeycloakServer;
import io.verifytotp.keycloak.it.support.server.KeycloakUnderTest;
import io.verifytotp.keycloak.it.support.server.OwnKeycloak;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** A Keycloak on a database other than those of the other tests: from an empty database to its purge. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class DatabaseRules {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final Product product;

    @AutoClose
    private OwnKeycloak<MySqlServer> own;

    private DatabaseServer database;
    private KeycloakServer server;

    DatabaseRules(Product product) {
        this.product = product;
    }

    @BeforeAll
    void start() {
        MySqlServer empty = MySqlServer.startNew(product, "rules");
        own = OwnKeycloak.on(empty, "on-" + empty.vendor(), with -> with.option(OwnKeycloak.PURGE_INTERVAL, "1"));
        database = own.database();
        server = own.server();
    }

    @Test
    void aRestartFindsTheTablesAndTheFactorsAsTheyWere() {
        List<String> changes = changes();
        assertThat(changes).startsWith("0.1.0-entity", "0.1.0-factor", "0.1.0-challenge");
        try (TestRealm realm = RealmBuilder.aRealm().codeRequired().createOn(server)) {
            EnrolledUser user = EnrolledUser.enroll(realm, "patient");

            server.restart();

            // The server's clock is back; the step of the enrollment lies a little ahead of it.
            user.clock().advance(Duration.ofMinutes(2));
            assertThat(user.logIn(user.freshCode()).isLoggedIn()).isTrue();
            assertThat(user.logIn(user.currentCode()).isLoggedIn()).isFalse();
            assertThat(changes()).isEqualTo(changes);
        }
    }

    /** Their rows are neighbours in every index. */
    @Test
    void manyWhoEnrollAtOnceAllGetTheirFactor() throws Exception {
        try (TestRealm realm = RealmBuilder.aRealm().codeRequired().createOn(server)) {
            VerifyApi api = realm.api(ApiRole.MANAGE);
            List<TestUser> users = IntStream.range(0, 30)
                    .mapToObj(i -> realm.addUser("newcomer-" + i))
                    .toList();
            List<Callable<ApiFactor>> beginnings = users.stream()
                    .<Callable<ApiFactor>>map(user -> () -> ApiFactor.create(api, user))
                    .toList();

            List<ApiFactor> factors = Together.run(beginnings);

            new TestClock(server).advanceToStepStart(Duration.ofSeconds(30));
            List<Callable<ApiReply>> endings = factors.stream()
                    .<Callable<ApiReply>>map(factor -> () -> factor.verify(factor.currentCode()))
                    .toList();
            assertThat(Together.run(endings))
                    .allSatisfy(reply ->
                            assertThat(reply.expect(200).field("status")).isEqualTo("verified"));
            assertThat(OurRows.of(database, realm).factors()).hasSize(users.size());
        }
    }

    @Test
    void peopleComeAndGoAtOnceAndNobodyElseNotices() throws Exception {
        try (TestRealm realm = RealmBuilder.aRealm().codeRequired().createOn(server)) {
            VerifyApi api = realm.api(ApiRole.MANAGE);
            List<ApiFactor> going = many(api, "going");
            List<ApiFactor> staying = many(api, "staying");
            List<TestUser> coming = IntStream.range(0, 10)
                    .mapToObj(i -> realm.addUser("coming-" + i))
                    .toList();
            new TestClock(server).advanceToStepStart(Duration.ofSeconds(30));
            List<Callable<Boolean>> all = new ArrayList<>();
            going.forEach(factor -> all.add(() -> realm.admin()
                            .delete(realm.path("/users/" + factor.user().id()))
                            .status()
                    == 204));
            staying.forEach(factor ->
                    all.add(() -> factor.statusFor(factor.currentCode()).equals("approved")));
            coming.forEach(user -> all.add(
                    () -> ApiFactor.create(api, user).fetch().field("status").equals("unverified")));
            Collections.shuffle(all);

            assertThat(Together.run(all)).hasSize(30).containsOnly(true);

            OurRows rows = OurRows.of(database, realm);
            assertThat(rows.entities()).hasSize(20);
            assertThat(rows.factors()).hasSize(20);
            assertThat(rows.challenges()).hasSize(10);
        }
    }

    private static List<ApiFactor> many(VerifyApi api, String name) {
        return IntStream.range(0, 10)
                .mapToObj(i -> ApiFactor.verified(api, api.realm().addUser(name + '-' + i)))
                .toList();
    }

    @Test
    void aLockThatIsHeldUntilTheTimeoutSpendsNothing() throws SQLException {
        try (TestRealm realm = RealmBuilder.aRealm().codeRequired().createOn(server)) {
            ApiFactor factor = ApiFactor.verified(realm.api(ApiRole.MANAGE), realm.addUser("waiting"));
            String challenge = factor.openChallenge();
            new TestClock(server).advanceToStepStart(Duration.ofSeconds(30));
            String code = factor.codeOfStep(1);
            try (Connection holder = database.connect();
                    Statement statement = holder.createStatement()) {
                holder.setAutoCommit(false);
                statement.execute("select * from VERIFY_TOTP_FACTOR for update");
                long begin = System.nanoTime();

                ApiReply refusal = factor.answer(challenge, code).expectError(503, 20503);

                assertThat(Duration.ofNanos(System.nanoTime() - begin))
                        .isBetween(LONGEST_WAIT.minusSeconds(1), LONGEST_WAIT.plusSeconds(10));
                assertThat(refusal.message()).contains("try again");
            }

            assertThat(factor.answer(challenge, code).expect(200).field("status"))
                    .isEqualTo("approved");
            assertThat(factor.statusFor(code)).isEqualTo("pending");
        }
    }

    private List<String> changes() {
        return database.column("select ID from DATABASECHANGELOG_VERIFY_TOT order by ORDEREXECUTED");
    }

    @Nested
    class Replaying extends ReplayRules {
        @Override
        public KeycloakUnderTest keycloak() {
            return server;
        }
    }

    @Nested
    class Racing extends RaceRules {
        @Override
        public KeycloakUnderTest keycloak() {
            return server;
        }
    }

    @Nested
    class Removing extends RemovalRules {
        @Override
        OwnKeycloak<?> own() {
            return own;
        }
    }

    @Nested
    class Purging extends PurgeRules {
        @Override
        OwnKeycloak<?> own() {
            return own;
        }
    }
}
