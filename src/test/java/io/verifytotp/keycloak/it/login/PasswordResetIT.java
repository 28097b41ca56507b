package io.verifytotp.keycloak.it.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.http.Addresses;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.mail.Mailbox;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A password reset by mail, in the flow that docs/operate.md describes, is one more door with the same lock. */
class PasswordResetIT {
    private static final String NEW_PASSWORD = "a password that was not forgotten";

    private static Mailbox mailbox;
    private static TestRealm realm;

    private ApiFactor factor;
    private EnrolledUser user;

    @BeforeAll
    static void createRealm() {
        mailbox = Mailbox.open();
        realm = RealmBuilder.aRealm()
                .codeRequired()
                .codeRequiredForPasswordReset(mailbox)
                .enrollConfig(Map.of("notifyUsers", "off"))
                .createOn(SharedKeycloak.get());
    }

    @AfterAll
    static void deleteRealm() {
        realm.close();
        mailbox.close();
    }

    @BeforeEach
    void enroll() {
        factor = ApiFactor.verified(realm.api(ApiRole.MANAGE), realm.addUser("forgetful-" + UUID.randomUUID()));
        user = EnrolledUser.of(factor);
    }

    @Test
    void aRightCodeComesBeforeTheNewPassword() {
        HttpLogin login = new HttpLogin(realm);
        HttpPage page = login.open(mailedLink(login));
        assertThat(page.asksForCode()).isTrue();
        page = login.code(page, user.wrongCode());
        assertThat(page.asksForCode()).isTrue();

        HttpPage newPassword = login.code(page, user.freshCode());
        HttpPage end = login.submit(newPassword, newPassword());

        assertThat(newPassword.html().hasField("password-new")).isTrue();
        assertThat(end.isLoggedIn()).isTrue();
        HttpLogin afterwards = new HttpLogin(realm);
        HttpPage asked = afterwards.submit(
                afterwards.start(), Map.of("username", user.user().username(), "password", NEW_PASSWORD));
        assertThat(afterwards.code(asked, user.freshCode()).isLoggedIn()).isTrue();
    }

    @Test
    void inAnotherBrowserTheLinkAsksForTheCodeAsWell() {
        URI link = mailedLink(new HttpLogin(realm));

        HttpPage page = new HttpLogin(realm).open(link);

        assertThat(page.asksForCode()).as(page.toString()).isTrue();
    }

    @Test
    void whoHasTheMailButNoCodeNeitherGetsInNorSetsAPassword() {
        HttpLogin thief = new HttpLogin(realm);
        HttpPage page = thief.open(mailedLink(thief));
        URI action = page.formAction();
        URI update = Addresses.with(
                URI.create(
                        action.toString().replaceFirst("/login-actions/[a-z-]+\\?", "/login-actions/required-action?")),
                "execution",
                "UPDATE_PASSWORD");

        for (HttpPage answer : new HttpPage[] {
            thief.open(update),
            thief.post(update, newPassword()),
            thief.post(action, newPassword()),
            thief.start(Map.of("kc_action", "UPDATE_PASSWORD")),
            thief.start()
        }) {
            assertThat(answer.status()).isLessThan(500);
            assertThat(answer.isLoggedIn()).isFalse();
            assertThat(answer.html().hasField("password-new")).isFalse();
        }
        assertThat(realm.admin()
                        .get(realm.path("/users/" + user.user().id() + "/sessions"))
                        .expect(200)
                        .body())
                .isEmpty();
        assertThat(user.logIn(user.freshCode()).isLoggedIn()).isTrue();
    }

    /** Why docs/operate.md tells operators to change that flow. */
    @Test
    void keycloaksOwnFlowAsksForNoCode() {
        try (TestRealm unchanged = RealmBuilder.aRealm()
                .codeRequired()
                .with("resetPasswordAllowed", true)
                .with("smtpServer", mailbox.smtpSettings())
                .enrollConfig(Map.of("notifyUsers", "off"))
                .createOn(SharedKeycloak.get())) {
            TestUser someone = unchanged.addUser("unprotected");
            ApiFactor.verified(unchanged.api(ApiRole.MANAGE), someone);
            HttpLogin login = new HttpLogin(unchanged);

            HttpPage newPassword = login.open(mailedLink(login, someone));

            assertThat(login.submit(newPassword, newPassword()).isLoggedIn()).isTrue();
        }
    }

    @Test
    void aCodeSpentAtTheLoginIsSpentAtTheResetAndTheOtherWayRound() {
        String first = user.freshCode();
        assertThat(user.logIn(first).isLoggedIn()).isTrue();
        HttpLogin login = new HttpLogin(realm);
        HttpPage page = login.open(mailedLink(login));

        HttpPage refused = login.code(page, first);
        String second = user.freshCode();
        HttpPage newPassword = login.code(refused, second);

        assertThat(refused.asksForCode()).isTrue();
        assertThat(newPassword.html().hasField("password-new")).isTrue();
        assertThat(user.logIn(second).isLoggedIn()).isFalse();
        assertThat(factor.statusFor(second)).isEqualTo("pending");
    }

    @Test
    void wrongCodesAtTheResetSpendTheSameBudget() {
        factor.guessWrong(3);
        HttpLogin login = new HttpLogin(realm);
        HttpPage page = login.open(mailedLink(login));

        page = login.code(login.code(page, user.wrongCode()), user.wrongCode());

        assertThat(page.error()).contains("Wait at least ");
        assertThat(user.logIn(user.codeOfStep(1)).isLoggedIn()).isFalse();
    }

    @Test
    void askingForAResetNeitherCountsNorUnlocks() {
        for (int i = 0; i < 6; i++) {
            HttpLogin login = new HttpLogin(realm);
            assertThat(login.open(mailedLink(login)).asksForCode()).isTrue();
        }
        assertThat(factor.fetch().field("failures")).isEqualTo("0");
        factor.guessWrong(5);
        String lockedUntil = factor.fetch().field("locked_until");

        HttpLogin login = new HttpLogin(realm);
        HttpPage refused = login.code(login.open(mailedLink(login)), user.codeOfStep(1));

        assertThat(refused.asksForCode()).isTrue();
        assertThat(factor.fetch().field("failures")).isEqualTo("5");
        assertThat(factor.fetch().field("locked_until")).isEqualTo(lockedUntil).isNotEmpty();
    }

    private URI mailedLink(HttpLogin login) {
        return mailedLink(login, user.user());
    }

    /** What comes by mail after "Forgot password?" in that browser. */
    private static URI mailedLink(HttpLogin login, TestUser user) {
        HttpPage start = login.start();
        String forgot = start.html().link("/login-actions/reset-credentials").orElseThrow();
        int before = mailbox.mails().size();
        login.submit(login.open(start.uri().resolve(forgot)), Map.of("username", user.username()));
        return mailbox.awaitLink(before);
    }

    private static Map<String, String> newPassword() {
        return Map.of("password-new", NEW_PASSWORD, "password-confirm", NEW_PASSWORD);
    }
}
