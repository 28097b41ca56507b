package io.verifytotp.keycloak.it.operate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.http.Http;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.http.Reply;
import io.verifytotp.keycloak.it.support.mail.Mailbox;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.Recipes;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The set-up by hand, as README.md and docs/operate.md tell it, and everybody who comes through these flows. */
class RecipesIT {
    private static final String WEAK = "weak-client";

    private static TestRealm realm(RealmBuilder builder) {
        return builder.amrMapper().createOn(SharedKeycloak.get());
    }

    private static EnrolledUser enrolled(TestRealm realm) {
        TestUser user = realm.addUser("enrolled-" + UUID.randomUUID());
        return EnrolledUser.of(ApiFactor.verified(realm.api(ApiRole.MANAGE), user));
    }

    @Nested
    class EverybodyNeedsAFactor {
        private static TestRealm realm;

        @BeforeAll
        static void follow() {
            realm = realm(RealmBuilder.aRealm().clientWithoutCode(WEAK));
            Recipes.everybody(realm);
        }

        @AfterAll
        static void deleteRealm() {
            realm.close();
        }

        @Test
        void whoIsNewSetsUpAFactorAndIsAskedForACodeFromThenOn() {
            EnrolledUser user = EnrolledUser.enroll(realm, "new");

            EnrolledUser.CodePrompt prompt = user.prompt();
            assertThat(prompt.page().asksForCode()).isTrue();
            HttpPage end = prompt.answer(user.freshCode());

            assertThat(prompt.login().exchange(end).amr()).containsExactly("otp");
        }

        @Test
        void whoHasOneAlreadyIsAskedForACode() {
            EnrolledUser user = enrolled(realm);

            assertThat(user.prompt().page().asksForCode()).isTrue();
            assertThat(user.logIn(user.wrongCode()).isLoggedIn()).isFalse();
            assertThat(user.logIn(user.freshCode()).isLoggedIn()).isTrue();
        }

        /** Why docs/operate.md says that one flow without a code opens all clients. */
        @Test
        void theSessionOfAWeakerClientOpensTheOthers() {
            EnrolledUser user = enrolled(realm);
            HttpLogin login = new HttpLogin(realm);
            login.password(login.start(Map.of("client_id", WEAK)), user.user());

            assertThat(login.start().isLoggedIn()).isTrue();
        }

        @Test
        void aDevicePassesTheBrowserFlow() {
            EnrolledUser user = enrolled(realm);
            Recipes.deviceFlowFor(realm, TestRealm.CLIENT_ID);
            HttpLogin login = new HttpLogin(realm);
            JsonNode device = Reply.of(Http.send(Http.postForm(
                            realm.uri("/protocol/openid-connect/auth/device"),
                            Map.of("client_id", TestRealm.CLIENT_ID))))
                    .expect(200)
                    .body();

            HttpPage page = login.open(
                    URI.create(device.get("verification_uri_complete").asText()));

            assertThat(login.password(page, user.user()).asksForCode()).isTrue();
        }
    }

    /** As after a tool that removes what is not in its file. */
    @Nested
    class WithTheSetUpSwitchedOff {
        @Test
        void whoIsNewReadsWhatTroubleshootingNames() {
            try (TestRealm realm = realm(RealmBuilder.aRealm())) {
                Recipes.everybody(realm);
                Recipes.switchOff(realm, "verify-totp-enroll");

                HttpPage page = new HttpLogin(realm).startWithPassword(realm.addUser("new"));

                assertThat(page.error()).isEqualTo("Cannot login, credential setup required.");
            }
        }
    }

    @Nested
    class OnlyThoseWhoHaveOneAreAsked {
        private static TestRealm realm;

        @BeforeAll
        static void follow() {
            realm = realm(RealmBuilder.aRealm());
            Recipes.onlyThoseWhoHaveOne(realm);
        }

        @AfterAll
        static void deleteRealm() {
            realm.close();
        }

        @Test
        void whoHasNoneIsNotAsked() {
            assertThat(new HttpLogin(realm)
                            .startWithPassword(realm.addUser("new"))
                            .isLoggedIn())
                    .isTrue();
        }

        @Test
        void whoHasOneIsAsked() {
            EnrolledUser user = enrolled(realm);
            EnrolledUser.CodePrompt prompt = user.prompt();
            assertThat(prompt.page().asksForCode()).isTrue();

            HttpPage end = prompt.answer(user.freshCode());

            assertThat(prompt.login().exchange(end).amr()).containsExactly("otp");
        }
    }

    @Nested
    class LevelsOfAuthentication {
        private static TestRealm realm;

        @BeforeAll
        static void follow() {
            realm = realm(RealmBuilder.aRealm().clientWithoutCode(WEAK));
            Recipes.levels(realm);
            Recipes.levelTwoFor(realm, TestRealm.CLIENT_ID);
        }

        @AfterAll
        static void deleteRealm() {
            realm.close();
        }

        @Test
        void theSessionOfAWeakerClientIsAskedForTheCode() {
            EnrolledUser user = enrolled(realm);
            HttpLogin login = new HttpLogin(realm);
            assertThat(login.password(login.start(Map.of("client_id", WEAK)), user.user())
                            .isLoggedIn())
                    .isTrue();

            HttpPage page = passwordIfAsked(login, login.start(), user.user());

            assertThat(page.asksForCode()).as(page.toString()).isTrue();
            HttpPage end = login.code(page, user.freshCode());
            assertThat(login.exchange(end).idToken().get("acr").asText()).isEqualTo("2");
        }

        @Test
        void anApplicationCannotAskForLess() {
            EnrolledUser user = enrolled(realm);
            HttpLogin login = new HttpLogin(realm);

            HttpPage page = login.password(login.start(Map.of("acr_values", "1")), user.user());

            assertThat(page.asksForCode()).as(page.toString()).isTrue();
        }

        @Test
        void whoIsNewSetsUpAFactorForLevelTwo() {
            HttpPage page = new HttpLogin(realm).startWithPassword(realm.addUser("new"));

            assertThat(page.isEnrollment()).isTrue();
        }

        private static HttpPage passwordIfAsked(HttpLogin login, HttpPage page, TestUser user) {
            return page.asksForPassword() ? login.password(page, user) : page;
        }
    }

    @Nested
    class Registering {
        @Test
        void asADefaultActionTheSetUpIsPartOfIt() {
            try (TestRealm realm = realm(RealmBuilder.aRealm().with("registrationAllowed", true))) {
                Recipes.everybody(realm);
                Recipes.newAccounts(realm);
                HttpLogin login = new HttpLogin(realm);

                HttpPage page = register(login);

                assertThat(page.isEnrollment()).as(page.toString()).isTrue();
                AuthenticatorApp app = AuthenticatorApp.scan(page.otpAuthUri());
                HttpPage end = login.enroll(page, app.codeAt(new TestClock(realm.keycloak()).now()), "");
                assertThat(end.isLoggedIn()).isTrue();
            }
        }

        /** Why docs/operate.md names it. */
        @Test
        void withoutItTheNewUserIsInWithoutAFactor() {
            try (TestRealm realm = realm(RealmBuilder.aRealm().with("registrationAllowed", true))) {
                Recipes.everybody(realm);

                assertThat(register(new HttpLogin(realm)).isLoggedIn()).isTrue();
            }
        }

        private static HttpPage register(HttpLogin login) {
            HttpPage start = login.start();
            String link = start.html().link("/login-actions/registration").orElseThrow();
            Map<String, String> form = new HashMap<>(
                    Map.of("username", "self-made", "password", "a password", "password-confirm", "a password"));
            form.putAll(Map.of("email", "self@example.org", "firstName", "Self", "lastName", "Made"));
            return login.submit(login.open(start.uri().resolve(link)), form);
        }
    }

    @Nested
    class ResettingThePassword {
        private static final Map<String, String> NEW_PASSWORD =
                Map.of("password-new", "a new password", "password-confirm", "a new password");

        private static Mailbox mailbox;
        private static TestRealm realm;

        @BeforeAll
        static void follow() {
            mailbox = Mailbox.open();
            realm = realm(RealmBuilder.aRealm()
                    .with("resetPasswordAllowed", true)
                    .with("smtpServer", mailbox.smtpSettings())
                    .enrollConfig(Map.of("notifyUsers", "off")));
            Recipes.everybody(realm);
            Recipes.passwordReset(realm);
        }

        @AfterAll
        static void deleteRealm() {
            realm.close();
            mailbox.close();
        }

        @Test
        void whoHasAFactorIsAskedForACode() {
            EnrolledUser user = enrolled(realm);
            HttpLogin login = new HttpLogin(realm);

            HttpPage page = login.open(mailedLink(login, user.user()));

            assertThat(page.asksForCode()).as(page.toString()).isTrue();
            HttpPage newPassword = login.code(page, user.freshCode());
            assertThat(login.submit(newPassword, NEW_PASSWORD).isLoggedIn()).isTrue();
        }

        @Test
        void whoHasNoneSetsOneUp() {
            TestUser user = realm.addUser("new-" + UUID.randomUUID());
            HttpLogin login = new HttpLogin(realm);

            HttpPage page = login.open(mailedLink(login, user));
            if (page.html().hasField("password-new")) {
                page = login.submit(page, NEW_PASSWORD);
            }

            assertThat(page.isEnrollment()).as(page.toString()).isTrue();
        }

        private static URI mailedLink(HttpLogin login, TestUser user) {
            HttpPage start = login.start();
            String forgot =
                    start.html().link("/login-actions/reset-credentials").orElseThrow();
            int before = mailbox.mails().size();
            login.submit(login.open(start.uri().resolve(forgot)), Map.of("username", user.username()));
            return mailbox.awaitLink(before);
        }
    }

    @Nested
    class DirectGrant {
        @Test
        void thePasswordAloneGetsNoTokens() {
            try (TestRealm realm = realm(RealmBuilder.aRealm())) {
                Recipes.directGrant(realm);
                EnrolledUser user = enrolled(realm);

                assertThat(realm.directGrant(user.user(), Map.of()).status()).isEqualTo(400);
                assertThat(realm.directGrant(realm.addUser("new"), Map.of()).status())
                        .isEqualTo(400);
                assertThat(realm.directGrant(user.user(), Map.of("totp", user.freshCode()))
                                .status())
                        .isEqualTo(200);
            }
        }
    }
}
