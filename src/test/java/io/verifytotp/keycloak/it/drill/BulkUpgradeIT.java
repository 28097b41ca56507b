package io.verifytotp.keycloak.it.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Await;
import io.verifytotp.keycloak.it.support.Settings;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.db.BulkFactors;
import io.verifytotp.keycloak.it.support.db.BulkFactors.Bulk;
import io.verifytotp.keycloak.it.support.db.OurRows;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.Cluster;
import io.verifytotp.keycloak.it.support.server.Cluster.FirstNode;
import io.verifytotp.keycloak.it.support.server.NodeAccess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A hundred thousand factors, some of them locked, pending or amid a challenge, when a node with the jar under test
 * starts beside one with an older jar. That one goes on to verify codes meanwhile, and after it.
 */
@Tag("thorough")
class BulkUpgradeIT {
    private static final int OLDER = 0;
    private static final int NEWER = 1;
    private static final int FACTORS = 100_000;
    private static final int SAMPLE = 100;
    private static final int LOCK_AFTER = 5;
    private static final int PER_HOUR = 20;
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private static final String ROWS = """
            select (select count(*) from verify_totp_factor) || ' factors, '
                   || (select count(*) from credential where type = 'verify-totp') || ' credentials, '
                   || (select count(*) from verify_totp_entity) || ' entities, '
                   || (select count(*) from verify_totp_challenge
                        where created_at < extract(epoch from now()) * 1000 - 3600000) || ' challenges'""";

    private static Cluster cluster;
    private static List<NodeAccess> nodes;
    private static List<Bulk> bulk;
    private static String rowsBefore;
    private static String rowsAfter;
    private static int approvedMeanwhile;
    private static ApiFactor used;
    private static String usedCode;
    private static ApiFactor locked;
    private static ApiFactor pending;
    private static ApiFactor challenged;
    private static String opened;
    private static ApiFactor spent;

    @BeforeAll
    static void upgradeUnderLoad() {
        List<OlderNodeLoad> loads = new ArrayList<>();
        TestRealm[] realm = new TestRealm[1];
        cluster = Cluster.startUpgrade("bulk-upgrade", Settings.olderJar(), older -> {
            realm[0] = RealmBuilder.aRealm()
                    .codeRequired()
                    .enrollConfig(Map.of("challengesPerHour", String.valueOf(PER_HOUR)))
                    .createOn(older.server());
            VerifyApi api = realm[0].api(ApiRole.MANAGE);
            fill(older, realm[0], api);
            useSome(older, new NodeAccess(realm[0], api));
            rowsBefore = older.database().column(ROWS).get(0);
            loads.add(OlderNodeLoad.on(bulk.subList(SAMPLE, FACTORS)));
        });
        try (OlderNodeLoad load = loads.get(0)) {
            int atTheEndOfTheUpgrade = load.approved();
            Await.until("codes after the upgrade", LIMIT, () -> load.approved() > atTheEndOfTheUpgrade + 20);
            load.stop();
            approvedMeanwhile = load.approved();
            assertThat(load.refused()).isEmpty();
        }
        rowsAfter = cluster.database().column(ROWS).get(0);
        nodes = NodeAccess.of(cluster, realm[0]);
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    private static void fill(FirstNode older, TestRealm realm, VerifyApi api) {
        BulkFactors factors = new BulkFactors(older.database(), OurRows.of(older.database(), realm), api, older.keys());
        bulk = factors.insertFactors(factors.insertUsers(FACTORS));
        older.database().execute("""
                insert into verify_totp_challenge (id, realm_id, entity_id, factor_id, status, wrong_answers, created_at,
                                                   updated_at, expires_at)
                select gen_random_uuid(), realm_id, entity_id, id, 'approved', 0, created_at - 86400000,
                       created_at - 86400000, created_at - 86000000
                  from verify_totp_factor, generate_series(1, 3)""");
    }

    /** Makes a used code, a lock, a set-up, an opened challenge and a spent hour: an upgrade could lose each of them. */
    private static void useSome(FirstNode older, NodeAccess node) {
        used = node.enroll("used");
        usedCode = used.currentCode();
        assertThat(node.approves(used, usedCode)).isTrue();
        locked = node.enroll("locked");
        locked.guessWrong(LOCK_AFTER);
        older.database()
                .execute("update verify_totp_factor set locked_until = locked_until + 3600000"
                        + " where locked_until is not null");
        pending = ApiFactor.create(node.api(), node.realm().addUser("pending"));
        challenged = node.enroll("challenged");
        opened = challenged
                .challengeWith(
                        "ExpirationDate",
                        challenged.clock().now().plus(Duration.ofMinutes(50)).toString())
                .expect(201)
                .sid();
        spent = node.enroll("spent");
        for (int i = 0; i < PER_HOUR; i++) {
            spent.openChallenge();
        }
    }

    @Test
    void theOlderNodeServesMeanwhile() {
        System.out.println(approvedMeanwhile + " codes were approved by the older node meanwhile");
        assertThat(approvedMeanwhile).isPositive();
        for (int node : List.of(OLDER, NEWER)) {
            assertThat(cluster.nodes().get(node).log()).doesNotContain("The store failed");
        }
    }

    @Test
    void nothingIsLost() {
        System.out.println(rowsAfter);
        assertThat(rowsBefore).startsWith(FACTORS + 5 + " factors, " + (FACTORS + 4) + " credentials");
        assertThat(rowsAfter).isEqualTo(rowsBefore);
    }

    @Test
    void noCodeLivesAgain() {
        for (NodeAccess node : nodes) {
            assertThat(node.approves(used, usedCode)).isFalse();
        }
    }

    @Test
    void aLockHoldsAtBoth() {
        String code = nextCodeOf(locked);

        for (NodeAccess node : nodes) {
            assertThat(node.approves(locked, code)).isFalse();
            assertThat(locked.as(node.api()).fetch().field("locked_until")).isNotEmpty();
        }
    }

    @Test
    void aSetUpThatTheOlderNodeBeganEndsAtTheNewer() {
        String status = pending.as(nodes.get(NEWER).api())
                .verify(nextCodeOf(pending))
                .expect(200)
                .field("status");

        assertThat(status).isEqualTo("verified");
    }

    @Test
    void aChallengeOfTheOlderNodeIsAnsweredAtTheNewerAndOnce() {
        String code = nextCodeOf(challenged);

        assertThat(nodes.get(NEWER).approves(challenged, opened, code)).isTrue();
        assertThat(nodes.get(OLDER).approves(challenged, code)).isFalse();
    }

    @Test
    void theChallengesOfAnHourAreNotThereAgain() {
        for (NodeAccess node : nodes) {
            spent.as(node.api()).challengeWith().expect(429);
        }
    }

    @Test
    void everyFactorOfASampleTakesItsCodeOnce() {
        for (int i = 0; i < SAMPLE; i++) {
            ApiFactor factor = bulk.get(i).factor();
            String code = currentCodeOf(factor);
            int here = i % 2;

            assertThat(nodes.get(here).approves(factor, code)).isTrue();
            assertThat(nodes.get(1 - here).approves(factor, code)).isFalse();
        }
    }

    private static String nextCodeOf(ApiFactor factor) {
        cluster.clock().advanceToStepStart();
        return currentCodeOf(factor);
    }

    private static String currentCodeOf(ApiFactor factor) {
        return factor.app().codeAt(cluster.clock().now());
    }
}
