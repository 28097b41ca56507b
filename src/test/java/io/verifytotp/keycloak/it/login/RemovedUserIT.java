package io.verifytotp.keycloak.it.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** An administrator deletes a user while a page of ours is open. */
class RemovedUserIT {
    @AutoClose
    private static final TestRealm realm = RealmBuilder.aRealm()
            .codeRequired()
            .clientWithoutCode("without-code")
            .enrollConfig(Map.of("graceSkips", "3"))
            .createOn(SharedKeycloak.get());

    @Test
    void theSetUpEndsAtAnErrorPage() {
        TestUser user = realm.addUser("enrolling");
        HttpLogin login = new HttpLogin(realm);
        HttpPage page = login.startWithPassword(user);
        AuthenticatorApp app = AuthenticatorApp.scan(page.otpAuthUri());
        TestClock clock = new TestClock(realm.keycloak());

        delete(user);

        assertErrorPage(login.enroll(page, app.codeAt(clock.now()), "Phone"));
        assertEvent("CUSTOM_REQUIRED_ACTION_ERROR");
    }

    @Test
    void puttingItOffEndsAtAnErrorPage() {
        TestUser user = realm.addUser("later");
        HttpLogin login = new HttpLogin(realm);
        HttpPage page = login.startWithPassword(user);

        delete(user);

        assertErrorPage(login.submit(page, Map.of("skip", "true")));
    }

    @Test
    void theProofBeforeASetUpEndsAtAnErrorPage() {
        EnrolledUser user = EnrolledUser.enroll(realm, "proving");
        HttpLogin login = new HttpLogin(realm);
        HttpPage page = login.password(
                login.start(Map.of("client_id", "without-code", "kc_action", "verify-totp-enroll")), user.user());
        assertThat(page.asksForCode()).isTrue();

        delete(user.user());

        assertErrorPage(login.code(page, user.freshCode()));
    }

    @Test
    void theProofBeforeADeletionEndsAtAnErrorPage() {
        EnrolledUser user = EnrolledUser.enroll(realm, "deleting");
        String credential = realm.credentials(user.user()).get(1).get("id").asText();
        HttpLogin login = new HttpLogin(realm);
        HttpPage page = login.password(
                login.start(Map.of("client_id", "without-code", "kc_action", "delete_credential:" + credential)),
                user.user());
        assertThat(page.asksForCode()).isTrue();

        delete(user.user());

        assertErrorPage(login.code(page, user.freshCode()));
    }

    @Test
    void theCodeOfALoginEndsAtAnErrorPage() {
        EnrolledUser user = EnrolledUser.enroll(realm, "logging-in");
        EnrolledUser.CodePrompt prompt = user.prompt();

        delete(user.user());

        assertErrorPage(prompt.answer(user.freshCode()));
        assertEvent("LOGIN_ERROR");
    }

    /** What Keycloak does before it comes to us is its own; whatever that is, nobody is in. */
    @Test
    void aReloadLeadsNowhere() {
        TestUser user = realm.addUser("reloading");
        HttpLogin login = new HttpLogin(realm);
        HttpPage page = login.startWithPassword(user);

        delete(user);
        HttpPage reloaded = login.open(page.uri());

        assertThat(reloaded.isLoggedIn()).isFalse();
        assertThat(reloaded.isEnrollment()).isFalse();
        assertThat(reloaded.status()).isGreaterThanOrEqualTo(400);
    }

    private static void delete(TestUser user) {
        realm.admin().delete(realm.path("/users/" + user.id())).expect(204);
    }

    private static void assertErrorPage(HttpPage page) {
        assertThat(page.isLoggedIn()).isFalse();
        assertThat(page.status()).as(page.toString()).isEqualTo(400);
        assertThat(page.error()).isNotBlank();
        assertThat(page.html().hasField("code")).isFalse();
    }

    private static void assertEvent(String type) {
        assertThat(realm.events(type))
                .first()
                .satisfies(event -> assertThat(event.get("error").asText()).isEqualTo("user_not_found"));
    }
}
