package io.verifytotp.keycloak.it.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Settings;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.Cluster;
import io.verifytotp.keycloak.it.support.server.LoadBalancer;
import io.verifytotp.keycloak.it.support.server.NodeAccess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One node has an older jar and the other the one under test, as during a rolling upgrade and a roll-back. Browsers come
 * through a load balancer that sends each request where the test wants it.
 */
@Tag("thorough")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RollingUpgradeIT extends ClusterRules {
    private static final int OLDER = 0;
    private static final int NEWER = 1;
    private static final int OF_AN_HOUR = 50;
    private static final String WITHOUT_CODE = "without-code";
    private static final String PROVE = "verify-totp-prove";
    private static final Map<String, String> ENROLL = Map.of("kc_action", "verify-totp-enroll");
    private static final Map<String, String> RECOVERY_CODES = Map.of("kc_action", "CONFIGURE_RECOVERY_AUTHN_CODES");
    private static final String RECOVERY_CODES_FIELD = "generatedRecoveryAuthnCodes";

    private static Cluster cluster;
    private static TestRealm realm;
    private static List<NodeAccess> nodes;
    private static LoadBalancer balancer;
    private static TestRealm balanced;

    @BeforeAll
    static void beginUpgrade() {
        cluster = Cluster.startUpgrade(
                "rolling",
                Settings.olderJar(),
                older -> realm = RealmBuilder.aRealm()
                        .codeRequired()
                        .codeRequiredForDirectGrant()
                        .clientWithoutCode(WITHOUT_CODE)
                        .createOn(older.server()));
        nodes = NodeAccess.of(cluster, realm);
        balancer = LoadBalancer.before(cluster.nodes().get(OLDER));
        balanced = new TestRealm(balancer, realm.admin(), realm.name());
    }

    @AfterAll
    static void stopBoth() {
        if (balancer != null) {
            balancer.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    @Override
    Cluster cluster() {
        return cluster;
    }

    @Override
    List<NodeAccess> nodes() {
        return nodes;
    }

    /**
     * The older node counts what both have opened; the newer does not see what the older has opened and nobody has
     * answered.
     */
    @Override
    @Test
    void theHoursChallengesAreCountedOverBothNodes() throws Exception {
        cluster.clock().advanceToStepStart();
        ApiFactor factor = nodes.get(OLDER).enroll("hour");

        assertThat(challengesOf(factor)).isBetween((long) OF_AN_HOUR, (long) OF_AN_HOUR + CHALLENGES_AT_ONCE);
        factor.as(nodes.get(OLDER).api()).challengeWith().expectError(429, 60312);
    }

    /** Keycloak leaves an action out that a node has no factory for, and says so in the log. */
    @Test
    void loginsAtTheOlderNodeGoOnOnceTheNewerOneHasRegisteredItsAction() {
        assertThat(actions(realm)).contains(PROVE);
        cluster.clock().advanceToStepStart();
        ApiFactor factor = nodes.get(OLDER).enroll("going-on");

        assertThat(nodes.get(OLDER).logsIn(factor, factor.currentCode())).isTrue();

        assertThat(cluster.nodes().get(OLDER).log())
                .contains("Required action provider factory '" + PROVE + "' configured in the realm '" + realm.name()
                        + "' is not available.");
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 0"})
    void aSetUpThatOneNodeBeganEndsAtTheOther(int here, int there) {
        TestUser user = realm.addUser("set-up-" + here);
        HttpLogin login = browser(here);
        HttpPage page = login.startWithPassword(user);
        AuthenticatorApp app = AuthenticatorApp.scan(page.otpAuthUri());
        cluster.clock().advanceToStepStart();

        at(there);
        HttpPage end = login.enroll(page, app.codeAt(cluster.clock().now()), "");

        assertThat(end.isLoggedIn()).as(end.toString()).isTrue();
        for (int node : List.of(here, there)) {
            cluster.clock().advanceToStepStart();
            HttpLogin next = browser(node);
            HttpPage asked = next.startWithPassword(user);
            assertThat(next.code(asked, app.codeAt(cluster.clock().now())).isLoggedIn())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 0"})
    void aLoginThatOneNodeBeganEndsAtTheOther(int here, int there) {
        cluster.clock().advanceToStepStart();
        ApiFactor factor = nodes.get(here).enroll("moved-" + here);
        HttpLogin login = browser(here);
        HttpPage page = login.startWithPassword(factor.user());

        at(there);
        HttpPage end = login.code(page, factor.currentCode());

        assertThat(end.isLoggedIn()).as(end.toString()).isTrue();
    }

    @Test
    void afterAWrongCodeAtTheNewerNodeALoginEndsAtTheOlder() {
        cluster.clock().advanceToStepStart();
        ApiFactor factor = nodes.get(NEWER).enroll("wrong-at-newer");
        HttpLogin login = browser(NEWER);
        HttpPage wrong = login.code(login.startWithPassword(factor.user()), factor.wrongCode());

        at(OLDER);
        HttpPage end = login.code(wrong, factor.currentCode());

        assertThat(end.isLoggedIn()).as(end.toString()).isTrue();
    }

    /** The older node does not note how many wrong codes its page has seen, so the newer takes it for an old page. */
    @Test
    void afterAWrongCodeAtTheOlderNodeTheNewerOneAsksForTheRightOneTwice() {
        cluster.clock().advanceToStepStart();
        ApiFactor factor = nodes.get(OLDER).enroll("wrong-at-older");
        HttpLogin login = browser(OLDER);
        HttpPage wrong = login.code(login.startWithPassword(factor.user()), factor.wrongCode());

        at(NEWER);
        HttpPage again = login.code(wrong, factor.currentCode());
        HttpPage end = login.code(again, factor.currentCode());

        assertThat(again.error()).startsWith("This code was not accepted.");
        assertThat(end.isLoggedIn()).as(end.toString()).isTrue();
        assertThat(factor.fetch().field("failures")).isEqualTo("0");
    }

    @Test
    void aLockThatBothNodesCountedHoldsAtBoth() {
        cluster.clock().advanceToStepStart();
        ApiFactor factor = nodes.get(OLDER).enroll("locked");
        for (int i = 0; i < 5; i++) {
            assertThat(nodes.get(i % 2).approves(factor, factor.wrongCode())).isFalse();
        }

        for (NodeAccess node : nodes) {
            assertThat(node.user(factor).logIn(factor.currentCode()).error()).contains(" seconds");
            assertThat(node.grants(factor, factor.currentCode())).isFalse();
            assertThat(node.approves(factor, factor.currentCode())).isFalse();
        }
        cluster.clock().advance(Duration.ofMinutes(2));
        assertThat(nodes.get(NEWER).logsIn(factor, factor.currentCode())).isTrue();
    }

    @Test
    void challengesThatTheOlderNodeCountedAreCountedByTheNewerOne() {
        ApiFactor factor = nodes.get(NEWER).enroll("counted");
        NodeAccess older = nodes.get(OLDER);
        for (int i = 0; i < 7; i++) {
            cluster.clock().advance(Duration.ofSeconds(30));
            assertThat(nodes.get(i % 2).approves(factor, factor.currentCode())).isTrue();
            for (int wrong = 0; wrong < 4; wrong++) {
                assertThat(older.approves(factor, factor.wrongCode())).isFalse();
            }
        }

        factor.as(nodes.get(NEWER).api()).challengeWith().expectError(429, 60312);
        cluster.clock().advance(Duration.ofMinutes(61));
        assertThat(nodes.get(NEWER).logsIn(factor, factor.currentCode())).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 0"})
    void aProofGivenAtOneNodeIsAskedForAgainAtTheOther(int here, int there) {
        cluster.clock().advanceToStepStart();
        ApiFactor factor = nodes.get(here).enroll("proved-" + here);
        HttpLogin login = browser(here);
        assertThat(login.code(login.startWithPassword(factor.user()), factor.currentCode())
                        .isLoggedIn())
                .isTrue();
        cluster.clock().advanceToStepStart();

        at(there);
        HttpPage asked = login.start(ENROLL);
        HttpPage setUp = login.code(asked, factor.currentCode());

        assertThat(asked.asksForCode()).as(asked.toString()).isTrue();
        assertThat(setUp.isEnrollment()).as(setUp.toString()).isTrue();
    }

    /** A rule of the newer version holds at its own nodes only; an older node does not weaken it there. */
    @Test
    void anUnprovedChangeIsStoppedAtTheNewerNodeOnly() {
        cluster.clock().advanceToStepStart();
        ApiFactor factor = nodes.get(OLDER).enroll("unproved");
        HttpLogin login = unproved(factor, OLDER);

        HttpPage older = login.start(RECOVERY_CODES);
        at(NEWER);
        HttpPage sent = login.submit(older, Map.of());
        HttpPage newer = login.start(RECOVERY_CODES);

        assertThat(older.html().hasField(RECOVERY_CODES_FIELD))
                .as(older.toString())
                .isTrue();
        assertThat(sent.html().hasId(PROVE)).as(sent.toString()).isTrue();
        assertThat(newer.html().hasId(PROVE)).as(newer.toString()).isTrue();
        assertThat(realm.credentials(factor.user()).toString()).doesNotContain("recovery-authn-codes");
    }

    /** The older node does not know the action that asks. */
    @Test
    void whereTheNewerNodeAsksForAProofTheOlderOneShowsAnErrorAndChangesNothing() {
        cluster.clock().advanceToStepStart();
        ApiFactor factor = nodes.get(NEWER).enroll("asked");
        HttpLogin login = unproved(factor, NEWER);
        HttpPage asked = login.start(RECOVERY_CODES);
        assertThat(asked.html().hasId(PROVE)).as(asked.toString()).isTrue();

        at(OLDER);
        HttpPage failed = login.code(asked, factor.currentCode());

        assertThat(failed.status()).as(failed.toString()).isGreaterThanOrEqualTo(400);
        assertThat(realm.credentials(factor.user()).toString()).doesNotContain("recovery-authn-codes");
        at(NEWER);
        HttpPage begun = login.start(RECOVERY_CODES);
        HttpPage action = login.code(begun, factor.currentCode());
        assertThat(action.html().hasField(RECOVERY_CODES_FIELD))
                .as(action.toString())
                .isTrue();
    }

    /** The last one, because it needs the newer node to end. */
    @Test
    @Order(Integer.MAX_VALUE)
    void theOlderNodeGoesOnAloneAfterARollBackAndTheNextUpgradeSetsUpItsRealms() {
        cluster.clock().advanceToStepStart();
        ApiFactor factor = nodes.get(NEWER).enroll("rolled-back");
        TestRealm made = RealmBuilder.aRealm().createOn(cluster.nodes().get(OLDER));
        assertThat(actions(made)).contains("verify-totp-enroll").doesNotContain(PROVE);

        TestClock clock = new TestClock(cluster.nodes().get(OLDER));
        NodeAccess older = nodes.get(OLDER);
        cluster.nodes().get(NEWER).stop();
        boolean logsIn = older.logsIn(factor, factor.app().codeAt(clock.now()));
        realm.admin()
                .delete(realm.path("/authentication/required-actions/" + PROVE))
                .expect(204);
        int warnings = warnings();
        clock.advance(Duration.ofSeconds(30));
        boolean logsInWithoutTheEntry = older.logsIn(factor, factor.app().codeAt(clock.now()));
        clock.advance(Duration.ofSeconds(30));
        boolean approves = older.approves(factor, factor.app().codeAt(clock.now()));
        int warningsWithoutTheEntry = warnings() - warnings;
        cluster.revive(cluster.nodes().get(NEWER));

        assertThat(List.of(logsIn, logsInWithoutTheEntry, approves)).containsOnly(true);
        assertThat(warningsWithoutTheEntry).isZero();
        assertThat(actions(realm)).contains(PROVE);
        assertThat(actions(made)).contains(PROVE);
    }

    private static HttpLogin browser(int node) {
        at(node);
        return new HttpLogin(balanced);
    }

    private static void at(int node) {
        balancer.to(cluster.nodes().get(node));
    }

    /** A browser with a session that gave a password only. */
    private static HttpLogin unproved(ApiFactor factor, int node) {
        HttpLogin login = browser(node);
        HttpPage end = login.password(login.start(Map.of("client_id", WITHOUT_CODE)), factor.user());
        assertThat(end.isLoggedIn()).as(end.toString()).isTrue();
        return login;
    }

    private static List<String> actions(TestRealm realm) {
        return realm.admin()
                .get(realm.path("/authentication/required-actions"))
                .expect(200)
                .body()
                .findValuesAsText("alias");
    }

    private static int warnings() {
        return cluster.nodes().get(OLDER).log().split("factory '" + PROVE, -1).length;
    }
}
