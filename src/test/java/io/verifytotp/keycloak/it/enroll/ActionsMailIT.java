package io.verifytotp.keycloak.it.enroll;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.mail.Mailbox;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An administrator mails a user a link to required actions; whoever gets hold of the mail has no code. */
class ActionsMailIT {
    private static Mailbox mailbox;
    private static TestRealm realm;

    private EnrolledUser user;

    @BeforeAll
    static void createRealm() {
        mailbox = Mailbox.open();
        realm = RealmBuilder.aRealm()
                .codeRequired()
                .with("smtpServer", mailbox.smtpSettings())
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
        user = EnrolledUser.of(
                ApiFactor.verified(realm.api(ApiRole.MANAGE), realm.addUser("mailed-" + UUID.randomUUID())));
    }

    @Test
    void itsLinkReplacesNoFactor() {
        HttpLogin login = new HttpLogin(realm);
        HttpPage page = follow(login, "verify-totp-enroll");
        assertThat(page.asksForCode()).isTrue();

        HttpPage refused = login.code(page, user.wrongCode());

        assertThat(refused.asksForCode()).isTrue();
        assertNobodyIsLoggedIn();
        assertThat(user.logIn(user.freshCode()).isLoggedIn()).isTrue();
    }

    @Test
    void itsLinkLogsNobodyIn() {
        HttpLogin login = new HttpLogin(realm);
        HttpPage newPassword = follow(login, "UPDATE_PASSWORD");

        HttpPage end = login.submit(newPassword, Map.of("password-new", "a new one", "password-confirm", "a new one"));

        assertThat(end.status()).isEqualTo(200);
        assertThat(end.isLoggedIn()).isFalse();
        assertNobodyIsLoggedIn();
        HttpPage page =
                login.submit(login.start(), Map.of("username", user.user().username(), "password", "a new one"));
        assertThat(page.asksForCode()).isTrue();
    }

    @Test
    void itAndThePageBehindItsLinkNameTheAction() {
        HttpLogin login = new HttpLogin(realm);
        int before = mailbox.mails().size();
        mail("verify-totp-enroll");

        HttpPage page = login.open(mailbox.awaitLink(before));

        assertThat(page.html().source())
                .contains("Set up your authenticator app")
                .doesNotContain("requiredAction.");
        assertThat(mailbox.mails().get(before).replace("=\n", ""))
                .contains("Set up your authenticator app")
                .doesNotContain("requiredAction.");
    }

    /** Over the page on which Keycloak asks whether to go on. */
    private HttpPage follow(HttpLogin login, String action) {
        int before = mailbox.mails().size();
        mail(action);
        HttpPage confirm = login.open(mailbox.awaitLink(before));
        String goOn = confirm.html().link("/login-actions/action-token").orElseThrow();
        return login.open(confirm.uri().resolve(goOn));
    }

    private void mail(String action) {
        realm.admin()
                .put(realm.path("/users/" + user.user().id() + "/execute-actions-email"), List.of(action))
                .expect(204);
    }

    private void assertNobodyIsLoggedIn() {
        assertThat(realm.admin()
                        .get(realm.path("/users/" + user.user().id() + "/sessions"))
                        .expect(200)
                        .body())
                .isEmpty();
    }
}
