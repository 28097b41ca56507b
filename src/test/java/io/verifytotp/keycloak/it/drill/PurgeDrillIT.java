package io.verifytotp.keycloak.it.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Await;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.db.BulkFactors;
import io.verifytotp.keycloak.it.support.db.BulkFactors.Bulk;
import io.verifytotp.keycloak.it.support.db.OurRows;
import io.verifytotp.keycloak.it.support.db.PostgresServer;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.KeycloakServer;
import io.verifytotp.keycloak.it.support.server.Metrics;
import io.verifytotp.keycloak.it.support.server.OperatorKeys;
import io.verifytotp.keycloak.it.support.server.OwnKeycloak;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A million challenges go while people log in, who do not notice. */
@Tag("thorough")
class PurgeDrillIT {
    private static final int CHALLENGES = 1_000_000;
    /** As many as need longer than a time step, or somebody would use a code twice. */
    private static final int PEOPLE = 1_000;

    private static final Duration USUAL = Duration.ofSeconds(60);
    private static final Duration PURGE_LIMIT = Duration.ofMinutes(15);

    @AutoClose
    private static final OwnKeycloak<PostgresServer> OWN =
            OwnKeycloak.onPostgres("purge-drill", with -> with.option(OwnKeycloak.PURGE_INTERVAL, "1"));

    private static final OperatorKeys keys = OWN.keys();
    private static final PostgresServer database = OWN.database();
    private static final KeycloakServer server = OWN.server();

    @Test
    void aMillionChallengesGoWhilePeopleLogIn() {
        TestRealm realm = RealmBuilder.aRealm().codeRequired().createOn(server);
        OurRows rows = OurRows.of(database, realm);
        BulkFactors bulk = new BulkFactors(database, rows, realm.api(ApiRole.MANAGE), keys);
        List<Bulk> people = bulk.insertFactors(IntStream.range(0, PEOPLE)
                .mapToObj(i -> realm.addUser("person-" + i))
                .toList());
        insertOldChallenges(rows);
        try (Load load = new Load(realm, people)) {
            load.start();
            LockSupport.parkNanos(Duration.ofSeconds(20).toNanos());
            load.phase("usual");
            LockSupport.parkNanos(USUAL.toNanos());
            load.phase("waiting");

            realm.configureEnrollment(Map.of("challengeRetention", "1"));
            Await.until("the begin of the purge", Duration.ofSeconds(90), () -> deleted() > 0);
            load.phase("purging");
            long begin = System.nanoTime();
            Await.until("the end of the purge", PURGE_LIMIT, () -> deleted() >= CHALLENGES);
            Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
            load.phase("after");

            Times usual = load.times("usual");
            Times purging = load.times("purging");
            System.out.printf(
                    "%d challenges purged in %s. Usual: %s. While purging: %s. Slower than twice the usual median:"
                            + " %.1f %% usually, %.1f %% while purging. Longest wait for a lock: %d ms%n",
                    CHALLENGES,
                    elapsed,
                    usual,
                    purging,
                    100 * usual.slowerThan(2 * usual.at(50)),
                    100 * purging.slowerThan(2 * usual.at(50)),
                    load.longestLockWaitMillis());
            assertThat(load.refused()).isEmpty();
            assertThat(usual.millis()).hasSizeGreaterThan(200);
            assertThat(purging.millis()).hasSizeGreaterThan(200);
            assertThat(purging.at(50)).isLessThanOrEqualTo(2 * usual.at(50));
            assertThat(purging.slowerThan(2 * usual.at(50)))
                    .as("the share of logins that take twice the usual time")
                    .isLessThanOrEqualTo(usual.slowerThan(2 * usual.at(50)) + 0.01);
            assertThat(load.longestLockWaitMillis()).isLessThan(1_000);
            Await.until(
                    "the metric",
                    Duration.ofSeconds(90),
                    () -> Metrics.of(server).purged("challenges") == CHALLENGES);
            assertThat(server.log()).doesNotContain("Failed to run scheduled task");
        }
    }

    private static void insertOldChallenges(OurRows rows) {
        long old = Instant.now().minus(Duration.ofDays(20)).toEpochMilli();
        database.execute("insert into verify_totp_challenge (id, realm_id, entity_id, factor_id, client_id, status,"
                + " wrong_answers, created_at, updated_at, expires_at)"
                + " select gen_random_uuid()::text, f.realm_id, f.entity_id, f.id, 'test-app', 'approved', 0,"
                + " %1$d + n, %1$d + n, %1$d + n + 300000 from (select *, row_number() over (order by id) - 1 as r from"
                        .formatted(old)
                + " verify_totp_factor where realm_id = '" + rows.realmId() + "') f,"
                + " generate_series(0, " + (CHALLENGES / PEOPLE - 1) + ") n");
        assertThat(rows.database().column("select count(*) from verify_totp_challenge"))
                .containsExactly(String.valueOf(CHALLENGES));
        database.execute("vacuum analyze verify_totp_challenge");
    }

    private static long deleted() {
        return Long.parseLong(database.column("select coalesce(sum(n_tup_del), 0)::bigint from pg_stat_user_tables"
                        + " where relname = 'verify_totp_challenge'")
                .get(0));
    }

    /** How long things took, in milliseconds, the shortest first. */
    private record Times(List<Double> millis) {
        double at(int percentile) {
            return millis.get(Math.min(millis.size() - 1, millis.size() * percentile / 100));
        }

        double slowerThan(double limit) {
            return (double) millis.stream().filter(each -> each > limit).count() / millis.size();
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%d, median %.0f ms, p95 %.0f ms, p99 %.0f ms, longest %.0f ms",
                    millis.size(),
                    at(50),
                    at(95),
                    at(99),
                    at(100));
        }
    }

    /** One person after the other logs in, of whom the time of the code is taken; and somebody looks for locks. */
    private static final class Load implements AutoCloseable {
        private static final Duration BETWEEN = Duration.ofMillis(50);

        private final TestRealm realm;
        private final List<Bulk> people;
        private final Map<String, List<Double>> millis = new ConcurrentHashMap<>();
        private final List<String> refused = Collections.synchronizedList(new ArrayList<>());
        private final AtomicBoolean ended = new AtomicBoolean();
        private final ExecutorService threads = Executors.newFixedThreadPool(2);
        private final List<CompletableFuture<Void>> running = new ArrayList<>();
        private volatile String phase = "warming up";
        private volatile long longestLockWait;

        Load(TestRealm realm, List<Bulk> people) {
            this.realm = realm;
            this.people = people;
        }

        void start() {
            running.add(CompletableFuture.runAsync(this::logIn, threads));
            running.add(CompletableFuture.runAsync(this::watchLocks, threads));
        }

        void phase(String name) {
            phase = name;
        }

        Times times(String name) {
            return new Times(List.copyOf(millis.get(name)).stream().sorted().toList());
        }

        List<String> refused() {
            return refused;
        }

        long longestLockWaitMillis() {
            return longestLockWait;
        }

        /** Each person once in a while that is longer than a time step. */
        private void logIn() {
            for (int turn = 0; !ended.get(); turn++) {
                Bulk person = people.get(turn % people.size());
                EnrolledUser user = new EnrolledUser(
                        realm,
                        person.factor().user(),
                        person.factor().app(),
                        person.factor().clock());
                EnrolledUser.CodePrompt prompt = user.prompt();
                String code = user.currentCode();
                String begun = phase;
                long begin = System.nanoTime();
                HttpPage end = prompt.answer(code);
                double took = (System.nanoTime() - begin) / 1e6;
                if (!end.isLoggedIn()) {
                    refused.add(turn + ": " + end);
                }
                millis.computeIfAbsent(begun, name -> Collections.synchronizedList(new ArrayList<>()))
                        .add(took);
                LockSupport.parkNanos(BETWEEN.toNanos());
            }
        }

        private void watchLocks() {
            while (!ended.get()) {
                String wait = database.column(
                                "select coalesce(max(extract(epoch from clock_timestamp() - waitstart)), 0)"
                                        + " from pg_locks where not granted")
                        .get(0);
                longestLockWait = Math.max(longestLockWait, (long) (1000 * Double.parseDouble(wait)));
                LockSupport.parkNanos(BETWEEN.toNanos());
            }
        }

        @Override
        public void close() {
            ended.set(true);
            running.forEach(CompletableFuture::join);
            threads.shutdownNow();
        }
    }
}
