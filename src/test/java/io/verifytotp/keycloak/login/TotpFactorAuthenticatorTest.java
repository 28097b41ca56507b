package io.verifytotp.keycloak.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.domain.fake.AuthenticatorApp;
import io.verifytotp.keycloak.domain.fake.TestClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** One request of a login reads the user's credentials and the realm's configuration once. */
class TotpFactorAuthenticatorTest {
    private final TestClock clock = TestClock.at("2026-11-22T10:00:00Z");
    private final CountingLogin login = new CountingLogin(clock);
    private final AuthenticatorApp app = login.app();

    @Test
    void readsOnceForThePage() {
        login.show();

        assertThat(login.ending()).isEqualTo("challenge");
        assertReadOnce();
    }

    @Test
    void readsOnceForARightCode() {
        login.post(app.codeAt(clock.instant()));

        assertThat(login.ending()).isEqualTo("success");
        assertReadOnce();
    }

    @Test
    void readsOnceForAWrongCodeAndThePageThatSaysSo() {
        login.post(app.wrongCodeAt(clock.instant()));

        assertThat(login.ending()).isEqualTo("failureChallenge");
        assertReadOnce();
    }

    @Test
    void readsOnceWhereANewChallengeFollowsAClosedOne() {
        for (int i = 0; i < 5; i++) {
            login.post(app.wrongCodeAt(clock.instant()));
        }
        clock.advance(Duration.ofMinutes(1));
        login.forget();

        login.post(app.codeAt(clock.instant()));

        assertThat(login.ending()).isEqualTo("success");
        assertReadOnce();
    }

    @Test
    void readsANamedServiceOnce() {
        CountingLogin named = CountingLogin.namingAService(clock);

        named.show();
        named.forget();
        named.post(named.app().codeAt(clock.instant()));

        assertThat(named.ending()).isEqualTo("success");
        assertThat(named.readsOfCredentials()).isEqualTo(1);
        assertThat(named.readsOfConfiguration()).isEqualTo(1);
    }

    @Test
    void asksForNoSecondCodeInTheRequestThatHasApprovedOne() {
        login.postAndAskAgain(app.codeAt(clock.instant()));

        assertThat(login.ending()).isEqualTo("success");
        login.show();
        assertThat(login.ending()).isEqualTo("challenge");
    }

    @Test
    void asksAgainInTheRequestThatHasRefusedOne() {
        login.postAndAskAgain(app.wrongCodeAt(clock.instant()));

        assertThat(login.ending()).isEqualTo("challenge");
    }

    private void assertReadOnce() {
        assertThat(login.readsOfCredentials()).isEqualTo(1);
        assertThat(login.readsOfConfiguration()).isEqualTo(1);
    }
}
