package io.verifytotp.keycloak.it.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Await;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.Cluster;
import io.verifytotp.keycloak.it.support.server.KeycloakServer;
import io.verifytotp.keycloak.it.support.server.NodeAccess;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A node or the database dies amid load, again and again. After each recovery no spent code is accepted, no verified
 * factor is lost, none is half verified, and users log in.
 */
@Tag("thorough")
class CrashIT {
    private static final int CRASHES = 10;
    private static final int MANY = 30;
    private static final int LOCK_AFTER = 5;
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private static final String VERIFIED_WITHOUT_CREDENTIAL = """
            select f.id from verify_totp_factor f where f.sealed_seed is null
               and not exists (select 1 from credential c where c.id = f.id and c.type = 'verify-totp')""";
    private static final String PENDING_WITH_CREDENTIAL = """
            select f.id from verify_totp_factor f join credential c on c.id = f.id where f.sealed_seed is not null""";
    private static final String CREDENTIAL_WITHOUT_ROW = """
            select c.id from credential c where c.type = 'verify-totp'
               and not exists (select 1 from verify_totp_factor f where f.id = c.id)""";

    private static Cluster cluster;
    private static List<NodeAccess> nodes;

    @BeforeAll
    static void startCluster() {
        cluster = Cluster.start("crash");
        TestRealm realm =
                RealmBuilder.aRealm().codeRequired().createOn(cluster.nodes().get(0));
        nodes = NodeAccess.of(cluster, realm);
    }

    @AfterAll
    static void stopCluster() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void ofANode() {
        for (int crash = 0; crash < CRASHES; crash++) {
            KeycloakServer node = cluster.nodes().get(crash % 2);
            try (CrashLoad load = CrashLoad.on(nodes)) {
                load.awaitUses(MANY);
                node.kill();
                load.awaitUses(MANY); // at the other one
                load.stop();
                cluster.revive(node);
                assertSound(load, "kill " + crash + " of " + node.name());
            }
        }
    }

    @Test
    void ofANodeGivesNoTriesBack() {
        NodeAccess killed = nodes.get(0);
        NodeAccess other = nodes.get(1);
        ApiFactor askedThere = killed.enroll("count-there");
        ApiFactor askedHere = killed.enroll("count-here");
        ApiFactor locked = killed.enroll("count-locked");
        locked.guessWrong(LOCK_AFTER);
        String lockedUntil = locked.fetch().field("locked_until");
        for (ApiFactor factor : List.of(askedThere, askedHere)) {
            for (int i = 0; i < LOCK_AFTER - 2; i++) {
                assertThat(killed.logsIn(factor, factor.wrongCode())).isFalse();
            }
        }

        cluster.nodes().get(0).kill();

        assertThat(locked.as(other.api()).fetch().field("locked_until"))
                .isEqualTo(lockedUntil)
                .isNotEmpty();
        assertLockedByTwoMore(other, askedThere);
        cluster.revive(cluster.nodes().get(0));
        assertThat(askedHere.fetch().field("failures")).isEqualTo(Integer.toString(LOCK_AFTER - 2));
        assertLockedByTwoMore(killed, askedHere);
    }

    private static void assertLockedByTwoMore(NodeAccess node, ApiFactor factor) {
        TestClock clock = new TestClock(node.realm().keycloak());
        EnrolledUser user = new EnrolledUser(node.realm(), factor.user(), factor.app(), clock);

        assertThat(user.logIn(user.wrongCode()).error()).doesNotContain("Wait at least ");
        assertThat(user.logIn(user.wrongCode()).error()).contains("Wait at least ");
        assertThat(user.logIn(user.codeOfStep(1)).isLoggedIn()).isFalse();
    }

    @Test
    void ofTheDatabase() {
        for (int crash = 0; crash < CRASHES; crash++) {
            try (CrashLoad load = CrashLoad.on(nodes)) {
                load.awaitUses(MANY);
                cluster.database().kill();
                load.stop();
                cluster.database().start();
                Await.until("recovery", LIMIT, CrashIT::bothNodesLogIn);
                assertSound(load, "kill " + crash + " of PostgreSQL");
            }
        }
    }

    private static void assertSound(CrashLoad load, String crash) {
        CrashJournal journal = load.journal();
        int offeredAgain = journal.offerAgain(nodes);
        System.out.println(crash + ": " + journal + ", " + offeredAgain + " spent codes were offered again");

        assertThat(offeredAgain).isPositive();
        assertThat(cluster.database().column(VERIFIED_WITHOUT_CREDENTIAL)).isEmpty();
        assertThat(cluster.database().column(PENDING_WITH_CREDENTIAL)).isEmpty();
        assertThat(cluster.database().column(CREDENTIAL_WITHOUT_ROW)).isEmpty();
        journal.assertNoFactorIsLost(nodes.get(0));
        assertThat(bothNodesLogIn()).isTrue();
    }

    /** Somebody new enrolls at one and logs in at the other. */
    private static boolean bothNodesLogIn() {
        try {
            ApiFactor here = nodes.get(0).enroll("after-" + System.nanoTime());
            ApiFactor there = nodes.get(1).enroll("after-" + System.nanoTime());
            return nodes.get(1).logsIn(here, here.currentCode()) && nodes.get(0).logsIn(there, there.currentCode());
        } catch (RuntimeException | AssertionError e) {
            return false;
        }
    }
}
