package io.verifytotp.keycloak.it.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Await;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.mail.Mailbox;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Under which names a factor appears: the realm's and the user's, as Keycloak shows them. */
class ShownNamesIT {
    @Nested
    class OfTheRealm {
        @Test
        void areResolvedInTheUsersLanguage() {
            try (TestRealm realm = aLocalizedRealm()) {
                AuthenticatorApp english = scan(realm, "en");
                AuthenticatorApp german = scan(realm, "de");

                assertThat(english.issuer()).isEqualTo("Owl Bank 7");
                assertThat(english.label()).startsWith("Owl Bank 7:");
                assertThat(german.issuer()).isEqualTo("Eulenbank 7");
            }
        }

        @Test
        void areResolvedInTheTextOfTheQrCode() {
            try (TestRealm realm = aLocalizedRealm()) {
                HttpPage page = new HttpLogin(realm).startWithPassword(realm.addUser("reader"));

                assertThat(page.html().attribute("verify-totp-qr", "aria-label").orElseThrow())
                        .contains("Owl Bank 7")
                        .doesNotContain("qrKey");
            }
        }

        @Test
        void areResolvedOverTheApi() {
            try (TestRealm realm = aLocalizedRealm()) {
                VerifyApi api = realm.api(ApiRole.MANAGE);
                TestUser german = user(realm, "gerd", "de");

                assertThat(api.get("/Services").field("services/0/friendly_name"))
                        .isEqualTo("Owl Bank 7");
                assertThat(ApiFactor.create(api, german).app().issuer()).isEqualTo("Eulenbank 7");
                assertThat(ApiFactor.create(api, realm.addUser("emma")).app().issuer())
                        .isEqualTo("Owl Bank 7");
                api.post("/Services/" + api.defaultService(), Form.of("Totp.Skew", "2"))
                        .expect(200);
            }
        }

        @Test
        void areResolvedInMails() {
            Mailbox mailbox = Mailbox.open();
            try (TestRealm realm = aLocalizedRealm(mailbox)) {
                ApiFactor.verified(realm.api(ApiRole.MANAGE), realm.addUser("mailed"));

                Await.until(
                        "a mail", Duration.ofSeconds(20), () -> !mailbox.mails().isEmpty());
                assertThat(mailbox.mails().get(0)).contains("Owl Bank 7").doesNotContain("qrKey");
            } finally {
                mailbox.close();
            }
        }

        @Test
        void areTheKeyWhereNobodyHasWrittenItsText() {
            try (TestRealm realm = RealmBuilder.aRealm()
                    .codeRequired()
                    .with("displayName", "${no.such.key}")
                    .createOn(SharedKeycloak.get())) {
                assertThat(scan(realm, "en").issuer()).isEqualTo("no.such.key");
            }
        }

        @Test
        void areTheRealmsOwnWhereNothingIsLeft() {
            try (TestRealm realm = RealmBuilder.aRealm()
                    .codeRequired()
                    .with("displayName", " : :: ")
                    .createOn(SharedKeycloak.get())) {
                VerifyApi api = realm.api(ApiRole.MANAGE);

                assertThat(scan(realm, "en").issuer()).isEqualTo(realm.name());
                assertThat(ApiFactor.create(api, realm.addUser("anna"), "FriendlyName", "::")
                                .app()
                                .issuer())
                        .isEqualTo(realm.name());
            }
        }
    }

    @Nested
    class OfTheUser {
        @Test
        void isTheUserName() {
            try (TestRealm realm = RealmBuilder.aRealm().codeRequired().createOn(SharedKeycloak.get())) {
                assertThat(scan(realm, "en").label()).endsWith(":user-en");
            }
        }

        @Test
        void isTheEmailWhereThatIsTheUserName() {
            try (TestRealm realm =
                    RealmBuilder.aRealm().codeRequired().user("old-name").createOn(SharedKeycloak.get())) {
                TestUser user = realm.user("old-name");
                realm.admin()
                        .put(realm.path(""), Map.of("registrationEmailAsUsername", true))
                        .expect(204);

                HttpPage page = new HttpLogin(realm).startWithPassword(user);

                assertThat(AuthenticatorApp.scan(page.otpAuthUri()).label()).endsWith(":old-name@example.org");
                assertThat(page.html().source()).contains("old-name@example.org");
            }
        }

        @Test
        void isNeverEmpty() {
            Map<String, Object> nameless = new HashMap<>(TestUser.representation("x"));
            nameless.put("username", "::");
            try (TestRealm realm = RealmBuilder.aRealm()
                    .codeRequired()
                    .with("displayName", ":")
                    .createOn(SharedKeycloak.get())) {
                realm.admin()
                        .post(
                                realm.path("/partialImport"),
                                Map.of("ifResourceExists", "FAIL", "users", List.of(nameless)))
                        .expect(200);

                HttpLogin login = new HttpLogin(realm);
                HttpPage page = login.submit(login.start(), Map.of("username", "::", "password", "x-password"));

                assertThat(AuthenticatorApp.scan(page.otpAuthUri()).label()).isEqualTo(realm.name() + ":user");
            }
        }
    }

    private static TestRealm aLocalizedRealm(Mailbox... mailbox) {
        RealmBuilder builder = RealmBuilder.aRealm()
                .codeRequired()
                .with("displayName", "${qrKey} 7")
                .with("internationalizationEnabled", true)
                .with("supportedLocales", List.of("en", "de"))
                .with("defaultLocale", "en");
        if (mailbox.length > 0) {
            builder.with("smtpServer", mailbox[0].smtpSettings());
        }
        TestRealm realm = builder.createOn(SharedKeycloak.get());
        realm.admin()
                .post(realm.path("/localization/en"), Map.of("qrKey", "Owl Bank"))
                .expect(204);
        realm.admin()
                .post(realm.path("/localization/de"), Map.of("qrKey", "Eulenbank"))
                .expect(204);
        return realm;
    }

    private static AuthenticatorApp scan(TestRealm realm, String language) {
        HttpPage page = new HttpLogin(realm).startWithPassword(user(realm, "user-" + language, language));
        return AuthenticatorApp.scan(page.otpAuthUri());
    }

    private static TestUser user(TestRealm realm, String name, String language) {
        TestUser user = realm.addUser(name);
        Map<String, Object> representation = new HashMap<>(TestUser.representation(name));
        representation.put("attributes", Map.of("locale", List.of(language)));
        representation.remove("credentials");
        realm.admin().put(realm.path("/users/" + user.id()), representation).expect(204);
        return user;
    }
}
