package io.verifytotp.keycloak.it.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.verifytotp.keycloak.it.support.Await;
import io.verifytotp.keycloak.it.support.Together;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.db.PostgresServer;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.KeycloakServer;
import io.verifytotp.keycloak.it.support.server.NodeAccess;
import io.verifytotp.keycloak.it.support.server.OwnKeycloak;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A database that is down, slow or out of connections lets nobody in and spends nothing: the code that was refused
 * works as soon as the database does.
 */
@Tag("thorough")
class OutageIT {
    private static final int POOL = 10;
    private static final Duration RECOVERY = Duration.ofSeconds(40);

    @AutoClose
    private static final OwnKeycloak<PostgresServer> OWN =
            OwnKeycloak.onPostgres("outage", with -> with.option("db-pool-max-size", String.valueOf(POOL)));

    private static final PostgresServer database = OWN.database();
    private static final KeycloakServer server = OWN.server();

    private static NodeAccess doors;

    private ApiFactor factor;
    private HttpLogin login;
    private HttpPage page;
    private String challenge;

    @BeforeEach
    void openPageAndChallenge() {
        new TestClock(server).advanceToStepStart(Duration.ofSeconds(30));
        factor = doors.enroll("user-" + System.nanoTime());
        EnrolledUser.CodePrompt prompt = doors.user(factor).prompt();
        login = prompt.login();
        page = prompt.page();
        challenge = factor.openChallenge();
    }

    @AfterEach
    void noDelay() {
        delay(Duration.ZERO);
        wakeSleepers();
    }

    @BeforeAll
    static void startServer() {
        delayStatements();
        TestRealm realm = RealmBuilder.aRealm()
                .codeRequired()
                .codeRequiredForDirectGrant()
                // Keycloak answers with an error of its own where it can't write its event: a test of its own below.
                .with("eventsEnabled", false)
                .createOn(server);
        doors = new NodeAccess(realm, realm.api(ApiRole.MANAGE));
    }

    @Test
    void withTheDatabaseDownNobodyGetsInAndNothingIsSpent() {
        String code = factor.codeOfStep(1);
        database.kill();
        try {
            assertRefusedByAllDoors(code);
        } finally {
            database.start();
        }

        assertWorksOnce(code);
    }

    /** The event of our refusal can't be written then. */
    @Test
    void withEventsInThatDatabaseItIsTheSame() {
        try (TestRealm recorded = RealmBuilder.aRealm().codeRequired().createOn(server)) {
            NodeAccess entrance = new NodeAccess(recorded, recorded.api(ApiRole.MANAGE));
            ApiFactor other = entrance.enroll("recorded");
            EnrolledUser.CodePrompt prompt = entrance.user(other).prompt();
            String open = other.openChallenge();
            String code = other.codeOfStep(1);
            database.kill();
            try {
                HttpPage refusal = prompt.answer(code);
                assertAsksToTryAgain(refusal);
                assertAsksToTryAgain(other.answer(open, code));
            } finally {
                database.start();
            }

            Await.until("recovery", RECOVERY, () -> other.answer(open, code)
                    .field("status")
                    .equals("approved"));
            assertThat(entrance.logsIn(other, code)).isFalse();
        }
    }

    @Test
    void aDatabaseThatIsKilledMeanwhileSpendsNothing() throws Exception {
        String code = factor.codeOfStep(1);
        delay(Duration.ofSeconds(30));
        CompletableFuture<HttpPage> shown = CompletableFuture.supplyAsync(() -> answerPage(code));
        CompletableFuture<ApiReply> reply = CompletableFuture.supplyAsync(() -> factor.answer(challenge, code));
        awaitSleepers(2);
        database.kill();
        try {
            assertAsksToTryAgain(shown.get(60, TimeUnit.SECONDS));
            assertAsksToTryAgain(reply.get(60, TimeUnit.SECONDS));
        } finally {
            database.start();
        }
        delay(Duration.ZERO);
        assertWorksOnce(code);
    }

    @Test
    void aSlowStatementIsAnsweredLateAndOnce() throws Exception {
        String code = factor.codeOfStep(1);
        delay(Duration.ofSeconds(5));
        List<Callable<Boolean>> answers = List.of(
                () -> answerPage(code).isLoggedIn(),
                () -> factor.answer(challenge, code).field("status").equals("approved"));

        List<Boolean> right = Together.run(answers);

        delay(Duration.ZERO);
        assertThat(right).containsExactlyInAnyOrder(true, false);
        assertThat(doors.approves(factor, code)).isFalse();
    }

    @Test
    void aDatabaseThatHangsForAWhileLosesNoAnswer() throws Exception {
        String code = factor.codeOfStep(1);
        database.pause();
        CompletableFuture<ApiReply> reply = CompletableFuture.supplyAsync(() -> factor.answer(challenge, code));

        assertThatThrownBy(() -> reply.get(3, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
        database.resume();

        assertThat(reply.get(30, TimeUnit.SECONDS).expect(200).field("status")).isEqualTo("approved");
        assertThat(doors.logsIn(factor, code)).isFalse();
    }

    @Test
    void aLockThatIsHeldUntilTheTimeoutSpendsNothing() throws SQLException {
        String code = factor.codeOfStep(1);
        try (Connection holder = database.connect();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("select * from verify_totp_factor for update");

            assertRefusedByAllDoors(code);
        }

        assertWorksOnce(code);
    }

    @Test
    void withoutAFreeConnectionNobodyGetsInAndNothingIsSpent() throws Exception {
        String code = factor.codeOfStep(1);
        ApiFactor greedy = doors.enroll("greedy");
        List<String> challenges = new ArrayList<>();
        IntStream.range(0, POOL).forEach(i -> challenges.add(greedy.openChallenge()));
        delay(Duration.ofSeconds(50));
        List<CompletableFuture<ApiReply>> holders = challenges.stream()
                .map(each -> CompletableFuture.supplyAsync(
                        () -> greedy.answer(each, greedy.wrongCode()), command -> new Thread(command).start()))
                .toList();
        awaitSleepers(POOL);

        List<Callable<Boolean>> tries = List.of(
                () -> {
                    assertAsksToTryAgain(answerPage(code));
                    return true;
                },
                () -> {
                    assertAsksToTryAgain(factor.answer(challenge, code));
                    return true;
                },
                () -> {
                    assertAsksToTryAgain(factor.challengeWith("AuthPayload", code));
                    return true;
                });
        Together.run(tries);

        assertThat(holders).noneMatch(CompletableFuture::isDone);
        delay(Duration.ZERO);
        wakeSleepers();
        CompletableFuture.allOf(holders.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
        assertWorksOnce(code);
    }

    /** At the page that the login has come to. */
    private HttpPage answerPage(String code) {
        page = login.code(page, code);
        return page;
    }

    private void assertRefusedByAllDoors(String code) {
        assertAsksToTryAgain(answerPage(code));
        assertAsksToTryAgain(factor.answer(challenge, code));
        assertAsksToTryAgain(factor.challengeWith("AuthPayload", code));
        assertThat(doors.realm()
                        .directGrant(factor.user(), Map.of("totp", code))
                        .status())
                .isBetween(400, 599);
    }

    private static void assertAsksToTryAgain(HttpPage page) {
        assertThat(page.isLoggedIn()).isFalse();
        assertThat(page.error()).as(page.toString()).contains("again");
    }

    private static void assertAsksToTryAgain(ApiReply reply) {
        reply.expectError(503, 20503);
        assertThat(reply.message()).contains("try again");
    }

    /** Without a restart: first at the page that was open, then nowhere. */
    private void assertWorksOnce(String code) {
        Await.until("recovery", RECOVERY, () -> answerPage(code).isLoggedIn());
        assertThat(doors.logsIn(factor, code)).isFalse();
        assertThat(factor.answer(challenge, code).expect(200).field("status")).isEqualTo("pending");
    }

    /** Each update of a factor sleeps before it takes the row's lock, so that many can sleep at once. */
    private static void delayStatements() {
        database.execute("create table drill_delay (seconds int not null)");
        database.execute("insert into drill_delay values (0)");
        database.execute("create function drill_sleep() returns trigger language plpgsql as $$"
                + " begin perform pg_sleep((select seconds from drill_delay)); return null; end $$");
        database.execute("create trigger drill_sleep before update on verify_totp_factor"
                + " for each statement execute function drill_sleep()");
    }

    private static void delay(Duration delay) {
        database.execute("update drill_delay set seconds = " + delay.toSeconds());
    }

    private static void awaitSleepers(int count) {
        Await.until(
                count + " sleeping statements",
                Duration.ofSeconds(20),
                () -> database.column("select pid from pg_stat_activity where wait_event = 'PgSleep'")
                                .size()
                        >= count);
    }

    private static void wakeSleepers() {
        database.execute("select pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'PgSleep'");
    }
}
