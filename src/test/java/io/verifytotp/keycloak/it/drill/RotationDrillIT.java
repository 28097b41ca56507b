package io.verifytotp.keycloak.it.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Parallel;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.db.BulkFactors;
import io.verifytotp.keycloak.it.support.db.BulkFactors.Bulk;
import io.verifytotp.keycloak.it.support.db.OurRows;
import io.verifytotp.keycloak.it.support.db.PostgresServer;
import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.KeycloakServer;
import io.verifytotp.keycloak.it.support.server.OperatorKeys;
import io.verifytotp.keycloak.it.support.server.OwnKeycloak;
import io.verifytotp.keycloak.seal.KeyRing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ten thousand factors get a new key while people log in; nobody is refused, and the old key is not missed. */
@Tag("thorough")
class RotationDrillIT {
    private static final int FACTORS = 10_000;
    private static final int PEOPLE = 300;
    private static final int SAMPLE = 500;

    @AutoClose
    private static final OwnKeycloak<PostgresServer> OWN = OwnKeycloak.onPostgres("rotation-drill");

    private static final OperatorKeys keys = OWN.keys();
    private static final PostgresServer database = OWN.database();
    private static final KeycloakServer server = OWN.server();

    @Test
    void nobodyIsRefusedWhileAllIsResealedAndTheOldKeyIsNotMissed() throws Exception {
        TestRealm realm = RealmBuilder.aRealm().codeRequired().createOn(server);
        VerifyApi api = realm.api(ApiRole.MANAGE);
        BulkFactors bulk = new BulkFactors(database, OurRows.of(database, realm), api, keys);
        List<Bulk> people = bulk.insertFactors(IntStream.range(0, PEOPLE)
                .mapToObj(i -> realm.addUser("person-" + i))
                .toList());
        List<Bulk> all = new ArrayList<>(people);
        List<Bulk> crowd = bulk.insertFactors(bulk.insertUsers(FACTORS - PEOPLE));
        all.addAll(crowd);
        assertThat(bulk.sealedSeeds().values()).hasSize(FACTORS).allMatch(seed -> seed.startsWith("v1.k1."));
        keys.command("add");
        keys.awaitIn(server, "k2", "k1");

        Load load = new Load(realm, people, crowd);
        long begin = System.nanoTime();
        load.start();
        int resealed = 0;
        int failed = 0;
        Form next = Form.of("PageSize", "500");
        while (!next.isEmpty()) {
            ApiReply reply = api.post("/KeyRing/Reseal", next).expect(200);
            resealed += reply.body().get("resealed").asInt();
            failed += reply.body().get("failed").asInt();
            next = reply.body().get("last").isNull()
                    ? Form.of()
                    : Form.of("PageSize", "500", "After", reply.field("last"));
        }
        Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
        List<String> refused = load.stop();

        System.out.printf(
                "%d factors: %d sealed anew in batches, %d overtaken by their own use, in %s; meanwhile %d logins and"
                        + " %d challenges, %d refused%n",
                FACTORS, resealed, failed, elapsed, load.logins.get(), load.challenges.get(), refused.size());
        assertThat(refused).isEmpty();
        assertThat(load.logins.get()).isPositive();
        assertThat(load.challenges.get()).isPositive();
        assertThat(api.post("/KeyRing/Reseal", Form.of()).expect(200).field("remaining"))
                .isEqualTo("0");
        assertThat(server.log()).doesNotContain("The store failed for factor");

        keys.write(keys.linesOf("k2"));
        keys.awaitIn(server, "k2");
        Map<String, String> sealed = bulk.sealedSeeds();
        KeyRing ring = bulk.ring();
        assertThat(ring.ids()).containsExactly("k2");
        assertThat(all).hasSize(FACTORS).allMatch(each -> each.opens(sealed.get(each.credentialId()), ring));
        Collections.shuffle(all);
        List<Bulk> sample = all.subList(0, SAMPLE);
        sample.get(0).factor().freshCode();
        List<String> statuses = Parallel.run(
                4,
                sample.stream()
                        .<Callable<String>>map(each ->
                                () -> each.factor().statusFor(each.factor().codeOfStep(1)))
                        .toList());
        assertThat(statuses).hasSize(SAMPLE).containsOnly("approved");
    }

    /** Two browsers and two programs that do not stop; each factor is used once. */
    private static final class Load {
        private final TestRealm realm;
        private final List<Bulk> people;
        private final List<Bulk> crowd;
        private final AtomicInteger logins = new AtomicInteger();
        private final AtomicInteger challenges = new AtomicInteger();
        private final AtomicBoolean ended = new AtomicBoolean();
        private final List<String> refused = Collections.synchronizedList(new ArrayList<>());
        private final ExecutorService threads = Executors.newFixedThreadPool(4);
        private final List<Future<?>> running = new ArrayList<>();

        Load(TestRealm realm, List<Bulk> people, List<Bulk> crowd) {
            this.realm = realm;
            this.people = people;
            this.crowd = new ArrayList<>(crowd);
            Collections.shuffle(this.crowd);
        }

        void start() {
            for (int i = 0; i < 2; i++) {
                running.add(threads.submit(() -> repeat(people, logins, this::logsIn)));
                running.add(threads.submit(() -> repeat(crowd, challenges, this::isApproved)));
            }
        }

        List<String> stop() throws Exception {
            ended.set(true);
            for (Future<?> each : running) {
                each.get();
            }
            threads.shutdownNow();
            return refused;
        }

        private void repeat(List<Bulk> factors, AtomicInteger count, Predicate<Bulk> use) {
            while (!ended.get()) {
                int turn = count.getAndIncrement();
                if (turn >= factors.size()) {
                    count.decrementAndGet();
                    return;
                }
                if (!use.test(factors.get(turn))) {
                    refused.add(factors.get(turn).factor().sid());
                }
            }
        }

        private boolean logsIn(Bulk person) {
            ApiFactor factor = person.factor();
            EnrolledUser user = new EnrolledUser(realm, factor.user(), factor.app(), factor.clock());
            return user.logIn(user.currentCode()).isLoggedIn();
        }

        private boolean isApproved(Bulk each) {
            return each.factor().statusFor(each.factor().currentCode()).equals("approved");
        }
    }
}
