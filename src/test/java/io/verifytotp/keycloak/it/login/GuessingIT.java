package io.verifytotp.keycloak.it.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Await;
import io.verifytotp.keycloak.it.support.Together;
import io.verifytotp.keycloak.it.support.WaitingTime;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.Metrics;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Guessing meets one budget for the factor, over all logins, however many at once. */
class GuessingIT {
    private static final int LOCK_AFTER = 5;

    @AutoClose
    private static final TestRealm realm = RealmBuilder.aRealm().codeRequired().createOn(SharedKeycloak.get());

    @Test
    void fiveWrongCodesOverAsManyLoginsLockTheFactor() {
        EnrolledUser user = EnrolledUser.enroll(realm, "five");

        guess(user, LOCK_AFTER - 1);
        HttpPage fifth = user.logIn(user.wrongCode());
        HttpPage right = user.logIn(user.codeOfStep(1));

        assertThat(fifth.error())
                .startsWith("This code was not accepted. Wait at least ")
                .endsWith(" seconds. Then enter the code that your app shows at that time.");
        assertThat(WaitingTime.seconds(fifth)).isBetween(20, 30);
        assertThat(right.isLoggedIn()).isFalse();
        assertThat(right.error()).contains("Wait at least ");
        assertThat(reasons(user)).startsWith("locked", "wrong_code");
    }

    @Test
    void theLockEndsAndDoublesWithEachFurtherWrongCode() {
        EnrolledUser user = EnrolledUser.enroll(realm, "doubler");
        guess(user, LOCK_AFTER);

        user.clock().advance(Duration.ofSeconds(31));
        assertThat(WaitingTime.seconds(user.logIn(user.wrongCode()))).isBetween(50, 60);
        user.clock().advance(Duration.ofSeconds(61));
        assertThat(user.logIn(user.wrongCode()).error()).contains("2 minutes");
        user.clock().advance(Duration.ofSeconds(100));
        assertThat(user.logIn(user.freshCode()).isLoggedIn()).isFalse();
        user.clock().advance(Duration.ofSeconds(25));
        assertThat(user.logIn(user.freshCode()).isLoggedIn()).isTrue();
        guess(user, LOCK_AFTER - 1);
        assertThat(user.logIn(user.freshCode()).isLoggedIn()).isTrue();
    }

    @Test
    void triesWhileLockedNeitherCountNorExtend() {
        EnrolledUser user = EnrolledUser.enroll(realm, "patient");
        guess(user, LOCK_AFTER);
        guess(user, 10);

        user.clock().advance(Duration.ofSeconds(31));

        assertThat(user.logIn(user.freshCode()).isLoggedIn()).isTrue();
    }

    @Test
    void oneLoginMayTryAgainAfterTheLock() {
        EnrolledUser user = EnrolledUser.enroll(realm, "stubborn");
        EnrolledUser.CodePrompt prompt = user.prompt();
        HttpPage page = prompt.page();
        for (int i = 0; i < LOCK_AFTER; i++) {
            page = prompt.login().code(page, user.wrongCode());
        }

        user.clock().advance(Duration.ofSeconds(31));

        assertThat(prompt.login().code(page, user.freshCode()).isLoggedIn()).isTrue();
    }

    @Test
    void asManyConsecutiveWrongCodesAsTheOptionSaysDisableTheFactor() {
        try (TestRealm strict = RealmBuilder.aRealm()
                .codeRequired()
                .enrollConfig(Map.of("disableAfter", "20", "challengesPerHour", "100"))
                .createOn(SharedKeycloak.get())) {
            EnrolledUser user = EnrolledUser.enroll(strict, "disabled");
            for (int i = 0; i < 20; i++) {
                user.logIn(user.wrongCode());
                user.clock().advance(Duration.ofMinutes(61));
            }

            HttpPage right = user.logIn(user.freshCode());

            assertThat(right.isLoggedIn()).isFalse();
            assertThat(right.error()).contains("switched off");
        }
    }

    @Test
    void aFactorTakesSoManyUnapprovedChallengesAnHour() {
        try (TestRealm tight = RealmBuilder.aRealm()
                .codeRequired()
                .enrollConfig(Map.of("challengesPerHour", "3"))
                .createOn(SharedKeycloak.get())) {
            EnrolledUser user = EnrolledUser.enroll(tight, "limited");
            for (int i = 0; i < 4; i++) {
                assertThat(user.logIn(user.freshCode()).isLoggedIn()).isTrue();
            }
            guess(user, 2);

            HttpPage refused = user.logIn(user.freshCode());
            user.clock().advance(Duration.ofMinutes(61));
            HttpPage afterwards = user.logIn(user.freshCode());

            assertThat(refused.error()).startsWith("Too many attempts");
            assertThat(afterwards.isLoggedIn()).isTrue();
        }
    }

    @Test
    void ofAThousandWrongCodesAtOnceOnlyTheBudgetIsEvaluated() throws Exception {
        EnrolledUser user = EnrolledUser.enroll(realm, "flooded");
        int before = Metrics.of(realm.keycloak()).challenges(realm, "wrong_code");
        List<Callable<Integer>> guessers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            EnrolledUser.CodePrompt prompt = user.prompt();
            String wrong = user.wrongCode();
            guessers.add(() -> post(prompt, wrong, 20));
        }

        List<Integer> accepted = Together.run(guessers);

        assertThat(accepted).hasSize(50).containsOnly(0);
        assertThat(Metrics.of(realm.keycloak()).challenges(realm, "wrong_code") - before)
                .isEqualTo(LOCK_AFTER);
        assertThat(user.logIn(user.codeOfStep(1)).isLoggedIn()).isFalse();
        user.clock().advance(Duration.ofSeconds(31));
        assertThat(user.logIn(user.freshCode()).isLoggedIn()).isTrue();
    }

    @Test
    void anothersFactorVerifiesNothing() {
        EnrolledUser owner = EnrolledUser.enroll(realm, "owner");
        EnrolledUser thief = EnrolledUser.enroll(realm, "thief");
        String factor = realm.events("UPDATE_CREDENTIAL").stream()
                .filter(event ->
                        event.path("userId").asText().equals(owner.user().id()))
                .map(event -> event.at("/details/verify_totp_factor").asText())
                .findFirst()
                .orElseThrow();

        HttpPage answer = thief.prompt().answer(Map.of("code", owner.freshCode(), "factor", factor));
        HttpPage nonsense = thief.prompt().answer(Map.of("code", thief.freshCode(), "factor", "YFnone"));

        assertThat(answer.asksForCode()).isTrue();
        assertThat(nonsense.asksForCode()).isTrue();
        assertThat(reasons(thief)).containsExactly("unknown_factor", "unknown_factor");
        assertThat(owner.logIn(owner.codeOfStep(0)).isLoggedIn()).isTrue();
    }

    @Test
    void keycloaksOwnProtectionIsToldAndObeyed() {
        try (TestRealm guarded =
                RealmBuilder.aRealm().codeRequired().bruteForceProtection(3).createOn(SharedKeycloak.get())) {
            EnrolledUser user = EnrolledUser.enroll(guarded, "watched");
            EnrolledUser.CodePrompt waiting = user.prompt();
            guess(user, 3);

            Await.until("Keycloak's lock-out", Duration.ofSeconds(20), () -> guarded.isLockedOut(user.user()));
            HttpPage right = waiting.answer(user.freshCode());

            assertThat(right.isLoggedIn()).isFalse();
            assertThat(right.error()).startsWith("This code was not accepted.");
            assertThat(reasons(user)).startsWith("brute_force_protection");
        }
    }

    private static void guess(EnrolledUser user, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(user.logIn(user.wrongCode()).isLoggedIn()).isFalse();
        }
    }

    private static int post(EnrolledUser.CodePrompt prompt, String code, int times) {
        HttpPage page = prompt.page();
        int accepted = 0;
        for (int i = 0; i < times; i++) {
            page = prompt.login().code(page, code);
            accepted += page.isLoggedIn() ? 1 : 0;
        }
        return accepted;
    }

    /** Newest first. */
    private static List<String> reasons(EnrolledUser user) {
        return user.realm().events("LOGIN_ERROR").stream()
                .filter(event ->
                        event.path("userId").asText().equals(user.user().id()))
                .map(event -> event.at("/details/verify_totp_reason").asText())
                .toList();
    }
}
