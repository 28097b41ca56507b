package io.verifytotp.keycloak.it.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Await;
import io.verifytotp.keycloak.it.support.Parallel;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.db.PostgresServer;
import io.verifytotp.keycloak.it.support.http.AdminApi;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.Cluster;
import io.verifytotp.keycloak.it.support.server.KeycloakServer;
import io.verifytotp.keycloak.it.support.server.OwnKeycloak;
import io.verifytotp.keycloak.seal.KeyFile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Keycloak's own OTP of a large realm is adopted while people log in, and while the server dies. */
@Tag("thorough")
class AdoptionDrillIT {
    private static final int BATCH = 500;

    @Nested
    class OnTwoNodes {
        private static final int CROWD = 100_000;
        private static final int PEOPLE = 1_000;
        private static final int SAMPLE = 500;
        private static final Duration USUAL = Duration.ofSeconds(30);

        @AutoClose
        private final Cluster cluster = Cluster.start("adoption");

        @Test
        void everybodyIsAdoptedOnceAndPeopleLogInAsBefore() throws Exception {
            AdoptingRealm first = AdoptingRealm.on(cluster.nodes().get(0), "enrolled");
            KeycloakServer node = cluster.nodes().get(1);
            TestRealm there =
                    new TestRealm(node, new AdminApi(node), first.realm().name());
            AdoptingRealm second = new AdoptingRealm(there, first.api().at(there));
            OtpCrowd crowd = OtpCrowd.of(cluster.database(), first);
            List<OtpCrowd.Member> people = crowd.give(IntStream.range(0, PEOPLE)
                    .mapToObj(i -> first.realm().addUser("person-" + i))
                    .toList());
            List<OtpCrowd.Member> all = crowd.insert(CROWD);

            try (Logins logins = new Logins(List.of(first.realm(), there), people)) {
                LockSupport.parkNanos(Duration.ofSeconds(15).toNanos());
                logins.phase("usual");
                LockSupport.parkNanos(USUAL.toNanos());
                logins.phase("adopting");
                long begin = System.nanoTime();
                CompletableFuture<Integer> other = CompletableFuture.supplyAsync(() -> adoptAll(second));
                int adopted = adoptAll(first) + other.join();
                Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
                logins.phase("after");
                System.out.printf("%d credentials adopted in %s. Logins: %s%n", adopted, elapsed, logins.medians());

                assertThat(logins.refused()).isEmpty();
                assertThat(logins.median("adopting")).isLessThanOrEqualTo(1.5 * logins.median("usual"));
            }

            assertThat(crowd.count("otp")).isZero();
            assertThat(crowd.count("verify-totp")).isEqualTo(CROWD + PEOPLE);
            assertThat(crowd.halves()).isEmpty();
            assertThat(crowd.tablesWithSecrets()).isEmpty();
            assertThat(crowd.opened(all, new KeyFile(cluster.keys()).read())).isEqualTo(CROWD);
            assertSampleVerifies(second, all);
        }

        private static int adoptAll(AdoptingRealm realm) {
            return realm.all("Adopt", BATCH).stream()
                    .mapToInt(reply -> reply.body().get("adopted").asInt())
                    .sum();
        }

        private static void assertSampleVerifies(AdoptingRealm realm, List<OtpCrowd.Member> all) throws Exception {
            List<OtpCrowd.Member> sample = new ArrayList<>(all);
            Collections.shuffle(sample, new Random(1));
            List<String> statuses = Parallel.run(
                    4,
                    sample.subList(0, SAMPLE).stream()
                            .<Callable<String>>map(member -> () -> realm.verify(member, Instant.now()))
                            .toList());
            assertThat(statuses).hasSize(SAMPLE).containsOnly("approved");
        }
    }

    /** One person after the other logs in by a direct grant, at both nodes in turn. */
    private static final class Logins implements AutoCloseable {
        private static final Duration BETWEEN = Duration.ofMillis(40);

        private final Map<String, List<Double>> millis = new ConcurrentHashMap<>();
        private final List<String> refused = Collections.synchronizedList(new ArrayList<>());
        private final AtomicBoolean ended = new AtomicBoolean();
        private final CompletableFuture<Void> running;
        private volatile String phase = "warming up";

        Logins(List<TestRealm> nodes, List<OtpCrowd.Member> people) {
            running = CompletableFuture.runAsync(() -> {
                for (int turn = 0; !ended.get(); turn++) {
                    logIn(nodes.get(turn % nodes.size()), people.get(turn % people.size()));
                    LockSupport.parkNanos(BETWEEN.toNanos());
                }
            });
        }

        private void logIn(TestRealm node, OtpCrowd.Member person) {
            TestUser user = person.user();
            String code = person.otp().app().codeAt(Instant.now());
            String begun = phase;
            long begin = System.nanoTime();
            int status = node.directGrant(user, Map.of("totp", code)).status();
            double took = (System.nanoTime() - begin) / 1e6;
            if (status != 200) {
                refused.add(begun + ": " + status);
            }
            millis.computeIfAbsent(begun, name -> Collections.synchronizedList(new ArrayList<>()))
                    .add(took);
        }

        void phase(String name) {
            phase = name;
        }

        double median(String name) {
            List<Double> sorted =
                    List.copyOf(millis.get(name)).stream().sorted().toList();
            return sorted.get(sorted.size() / 2);
        }

        String medians() {
            return String.format(
                    "%d usually, median %.1f ms; %d meanwhile, median %.1f ms",
                    millis.get("usual").size(),
                    median("usual"),
                    millis.get("adopting").size(),
                    median("adopting"));
        }

        List<String> refused() {
            return refused;
        }

        @Override
        public void close() {
            ended.set(true);
            running.join();
        }
    }

    @Nested
    class WhileTheServerDies {
        private static final int CROWD = 10_000;
        private static final int KILLS = 10;
        private static final Duration PROGRESS = Duration.ofMinutes(1);

        @AutoClose
        private final OwnKeycloak<PostgresServer> own = OwnKeycloak.onPostgres("adoption-crash");

        @Test
        void aLaterCallFinishes() {
            AdoptingRealm realm = AdoptingRealm.on(own.server(), "enrolled");
            OtpCrowd crowd = OtpCrowd.of(own.database(), realm);
            List<OtpCrowd.Member> all = crowd.insert(CROWD);
            Random random = new Random();
            for (int kill = 0; kill < KILLS; kill++) {
                long until = crowd.count("otp") - 1 - random.nextInt(CROWD / KILLS - 1);
                CompletableFuture<Void> calls = CompletableFuture.runAsync(() -> realm.all("Adopt", 100));
                Await.until("progress", PROGRESS, () -> crowd.count("otp") <= until);
                own.server().kill();
                boolean unfinished =
                        calls.handle((done, failure) -> failure != null).join();
                System.out.printf(
                        "kill %d: %d left, %s%n", kill, crowd.count("otp"), unfinished ? "in a call" : "ended");
                assertThat(crowd.halves()).isEmpty();
                assertThat(crowd.count("otp") + crowd.count("verify-totp")).isEqualTo(CROWD);
                own.server().start();
            }

            realm.all("Adopt", BATCH);

            assertThat(crowd.count("otp")).isZero();
            assertThat(crowd.opened(all, new KeyFile(own.keys().file()).read())).isEqualTo(CROWD);
            assertThat(crowd.halves()).isEmpty();
            assertThat(crowd.tablesWithSecrets()).isEmpty();
            assertThat(realm.verify(all.get(0), new TestClock(own.server()).now()))
                    .isEqualTo("approved");
        }
    }
}
