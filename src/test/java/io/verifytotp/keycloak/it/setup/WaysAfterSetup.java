package io.verifytotp.keycloak.it.setup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.http.Reply;
import io.verifytotp.keycloak.it.support.mail.Mailbox;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.BrokeredRealms;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Logins in realms that one call has set up, at each way in that the call changes. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class WaysAfterSetup {
    static final String NEW_PASSWORD = "a password that was not forgotten";

    private final String mode;
    private Mailbox mailbox;
    private TestRealm identities;
    private TestRealm realm;
    private BrokeredRealms brokered;

    WaysAfterSetup(String mode) {
        this.mode = mode;
    }

    @BeforeAll
    void setUp() {
        mailbox = Mailbox.open();
        identities = PlainRealm.on(SharedKeycloak.get());
        realm = PlainRealm.on(
                SharedKeycloak.get(),
                Map.of(
                        "resetPasswordAllowed",
                        true,
                        "registrationAllowed",
                        true,
                        "smtpServer",
                        mailbox.smtpSettings()));
        brokered = BrokeredRealms.connect(realm, identities, "other");
        SetupCalls.of(realm).apply(mode, "all");
    }

    @AfterAll
    void close() {
        realm.close();
        identities.close();
        mailbox.close();
    }

    TestRealm realm() {
        return realm;
    }

    static TestUser someone(TestRealm in) {
        return in.addUser("someone-" + UUID.randomUUID());
    }

    EnrolledUser enrolled() {
        return enrolled(someone(realm));
    }

    /** With a factor that was made over the API, and without the default action, which is for others. */
    private EnrolledUser enrolled(TestUser user) {
        String path = realm.path("/users/" + user.id());
        ObjectNode found = (ObjectNode) realm.admin().get(path).expect(200).body();
        found.putArray("requiredActions");
        realm.admin().put(path, found).expect(204);
        return EnrolledUser.of(ApiFactor.verified(PlainRealm.api(realm), user));
    }

    @Test
    void theBrowserFlowAsksUsersWithAFactor() {
        EnrolledUser user = enrolled();
        EnrolledUser.CodePrompt prompt = user.prompt();

        assertThat(prompt.page().asksForCode()).as(prompt.page().toString()).isTrue();
        assertThat(prompt.answer(user.wrongCode()).isLoggedIn()).isFalse();
        assertThat(user.logIn(user.freshCode()).isLoggedIn()).isTrue();
    }

    @Test
    void theDirectGrantAsksUsersWithAFactor() {
        EnrolledUser user = enrolled();

        Reply without = realm.directGrant(user.user(), Map.of());
        Reply with = realm.directGrant(user.user(), Map.of("totp", user.freshCode()));

        assertThat(without.body().get("error").asText()).isEqualTo("invalid_grant");
        assertThat(with.status()).as(with.body().toString()).isEqualTo(200);
    }

    @Test
    void thePasswordResetAsksForTheCodeBeforeThePassword() {
        EnrolledUser user = enrolled();
        HttpLogin login = new HttpLogin(realm);

        HttpPage page = login.open(mailedLink(login, user.user()));
        assertThat(page.asksForCode()).as(page.toString()).isTrue();
        HttpPage newPassword = login.code(page, user.freshCode());
        HttpPage end = login.submit(newPassword, newPassword());

        assertThat(end.isLoggedIn()).as(end.toString()).isTrue();
    }

    @Test
    void whoHasTheMailButNoCodeChangesNoPassword() {
        EnrolledUser user = enrolled();
        HttpLogin thief = new HttpLogin(realm);
        HttpPage page = thief.open(mailedLink(thief, user.user()));

        HttpPage answer = thief.post(page.formAction(), newPassword());

        assertThat(answer.isLoggedIn()).isFalse();
        assertThat(answer.html().hasField("password-new")).isFalse();
        assertThat(user.logIn(user.freshCode()).isLoggedIn()).isTrue();
    }

    @Test
    void aLinkToAnAccountWithAFactorNeedsTheCode() {
        TestUser there = someone(identities);
        EnrolledUser user = enrolled(realm.addUser(there.username()));
        HttpLogin login = new HttpLogin(realm);
        HttpPage confirm = brokered.logIn(login, there);
        int before = mailbox.mails().size();
        login.submit(confirm, Map.of("submitAction", "linkAccount"));

        HttpPage page = login.open(mailbox.awaitLink(before));

        assertThat(page.asksForCode()).as(page.toString()).isTrue();
        assertThat(brokered.isLinked(user.user())).isFalse();
        HttpPage afterTheLink = login.code(page, user.freshCode());
        assertThat(brokered.isLinked(user.user())).isTrue();
        assertThat(afterTheLink.asksForCode()).as(afterTheLink.toString()).isTrue(); // the post login flow
        assertThat(login.code(afterTheLink, user.freshCode()).isLoggedIn()).isTrue();
    }

    @Test
    void eachLoginAtAnIdentityProviderAsksUsersWithAFactor() {
        TestUser there = someone(identities);
        EnrolledUser user = enrolled(realm.addUser(there.username()));
        brokered.link(user.user(), there);
        HttpLogin login = new HttpLogin(realm);

        HttpPage page = brokered.logIn(login, there);

        assertThat(page.asksForCode()).as(page.toString()).isTrue();
        assertThat(login.code(page, user.freshCode()).isLoggedIn()).isTrue();
    }

    HttpPage browserWithoutFactor() {
        return new HttpLogin(realm).startWithPassword(someone(realm));
    }

    Reply directGrantWithoutFactor() {
        return realm.directGrant(someone(realm), Map.of());
    }

    HttpPage resetWithoutFactor(HttpLogin login) {
        return login.open(mailedLink(login, someone(realm)));
    }

    HttpPage newAccountOfProvider() {
        return brokered.logIn(new HttpLogin(realm), someone(identities));
    }

    HttpPage linkedAccountWithoutFactor() {
        TestUser there = someone(identities);
        brokered.link(realm.addUser(there.username()), there);
        return brokered.logIn(new HttpLogin(realm), there);
    }

    HttpPage registration() {
        HttpLogin login = new HttpLogin(realm);
        HttpPage start = login.start();
        String link = start.html().link("login-actions/registration").orElseThrow();
        String name = "new-" + UUID.randomUUID();
        return login.submit(
                login.open(start.uri().resolve(link)),
                Map.of(
                        "username",
                        name,
                        "password",
                        name,
                        "password-confirm",
                        name,
                        "email",
                        name + "@example.org",
                        "firstName",
                        "New",
                        "lastName",
                        "Person"));
    }

    /** Sets a factor up on that page, and returns where the login goes on. */
    HttpPage enroll(HttpLogin login, HttpPage page) {
        AuthenticatorApp app = AuthenticatorApp.scan(page.otpAuthUri());
        return login.enroll(page, app.codeAt(new TestClock(realm.keycloak()).now()), "");
    }

    static Map<String, String> newPassword() {
        return Map.of("password-new", NEW_PASSWORD, "password-confirm", NEW_PASSWORD);
    }

    private URI mailedLink(HttpLogin login, TestUser user) {
        HttpPage start = login.start();
        String link = start.html().link("login-actions/reset-credentials").orElseThrow();
        int before = mailbox.mails().size();
        login.submit(login.open(start.uri().resolve(link)), Map.of("username", user.username()));
        return mailbox.awaitLink(before);
    }
}
