package io.verifytotp.keycloak.it.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.mail.Mailbox;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.Recipes;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Logins at another realm, as docs/operate.md tells to set them up: the first time, with linking, and after. */
class BrokerRecipesIT {
    private static final String PROVIDER = "other-realm";
    private static final Map<String, String> THERE = Map.of("kc_idp_hint", PROVIDER);

    private static TestRealm identities;
    private static Mailbox mailbox;

    @BeforeAll
    static void createIdentityProvider() {
        mailbox = Mailbox.open();
        identities = RealmBuilder.aRealm().createOn(SharedKeycloak.get());
        String everywhere = SharedKeycloak.get().baseUrl() + "/*";
        identities
                .admin()
                .post(
                        identities.path("/clients"),
                        Map.of("clientId", "shop", "secret", "shop-secret", "redirectUris", List.of(everywhere)))
                .expect(201);
    }

    @AfterAll
    static void deleteIdentityProvider() {
        identities.close();
        mailbox.close();
    }

    private static TestRealm realmWithProvider(RealmBuilder builder) {
        TestRealm realm = builder.enrollConfig(Map.of("notifyUsers", "off")).createOn(SharedKeycloak.get());
        Recipes.everybody(realm);
        Map<String, String> config = Map.of(
                "clientId", "shop",
                "clientSecret", "shop-secret",
                "clientAuthMethod", "client_secret_post",
                "defaultScope", "openid profile email",
                "authorizationUrl", endpoint("auth"),
                "tokenUrl", endpoint("token"),
                "userInfoUrl", endpoint("userinfo"));
        realm.admin()
                .post(
                        realm.path("/identity-provider/instances"),
                        Map.of("alias", PROVIDER, "providerId", "oidc", "enabled", true, "config", config))
                .expect(201);
        return realm;
    }

    private static String endpoint(String name) {
        return identities.uri("/protocol/openid-connect/" + name).toString();
    }

    /** Where the login at the identity provider leads to. */
    private static HttpPage throughProvider(HttpLogin login, TestUser there) {
        return login.password(login.start(THERE), there);
    }

    private static EnrolledUser enrolledInBoth(TestRealm realm) {
        String name = "known-" + UUID.randomUUID();
        identities.addUser(name);
        return EnrolledUser.of(ApiFactor.verified(realm.api(ApiRole.MANAGE), realm.addUser(name)));
    }

    private static TestUser there(EnrolledUser user) {
        return identities.user(user.user().username());
    }

    @Nested
    class LinkingAnAccount {
        @Test
        void withKeycloaksOwnFlowTheLinkIsRefused() {
            try (TestRealm realm = realmWithProvider(RealmBuilder.aRealm())) {
                EnrolledUser user = enrolledInBoth(realm);
                HttpLogin login = new HttpLogin(realm);

                HttpPage refused = login.password(confirmLink(login, user), user.user());

                assertThat(refused.status()).isEqualTo(403);
                assertThat(realm.admin()
                                .get(realm.path("/users/" + user.user().id() + "/federated-identity"))
                                .expect(200)
                                .body())
                        .isEmpty();
            }
        }

        @Test
        void afterThePasswordTheCodeIsAskedFor() {
            try (TestRealm realm = realmWithProvider(RealmBuilder.aRealm())) {
                Recipes.firstBrokerLogin(realm);
                EnrolledUser user = enrolledInBoth(realm);
                HttpLogin login = new HttpLogin(realm);

                HttpPage page = login.password(confirmLink(login, user), user.user());

                assertThat(page.asksForCode()).as(page.toString()).isTrue();
                assertThat(login.code(page, user.freshCode()).isLoggedIn()).isTrue();
            }
        }

        @Test
        void afterTheMailTheCodeIsAskedForAsWell() {
            try (TestRealm realm =
                    realmWithProvider(RealmBuilder.aRealm().with("smtpServer", mailbox.smtpSettings()))) {
                Recipes.firstBrokerLogin(realm);
                EnrolledUser user = enrolledInBoth(realm);
                HttpLogin login = new HttpLogin(realm);
                int before = mailbox.mails().size();
                confirmLink(login, user);

                HttpPage page = login.open(mailbox.awaitLink(before));

                assertThat(page.asksForCode()).as(page.toString()).isTrue();
                assertThat(login.code(page, user.freshCode()).isLoggedIn()).isTrue();
            }
        }

        private static HttpPage confirmLink(HttpLogin login, EnrolledUser user) {
            return login.submit(throughProvider(login, there(user)), Map.of("submitAction", "linkAccount"));
        }
    }

    @Nested
    class ANewAccount {
        @Test
        void asADefaultActionTheSetUpIsPartOfTheFirstLogin() {
            try (TestRealm realm = realmWithProvider(RealmBuilder.aRealm())) {
                Recipes.newAccounts(realm);

                HttpPage page = throughProvider(new HttpLogin(realm), newcomer());

                assertThat(page.isEnrollment()).as(page.toString()).isTrue();
            }
        }

        @Test
        void withoutItTheAccountIsInWithoutAFactor() {
            try (TestRealm realm = realmWithProvider(RealmBuilder.aRealm())) {
                assertThat(throughProvider(new HttpLogin(realm), newcomer()).isLoggedIn())
                        .isTrue();
            }
        }
    }

    @Nested
    class AfterEachLogin {
        @Test
        void thePostLoginFlowAsksForTheSetUpFirstAndThenForACode() {
            try (TestRealm realm = realmWithProvider(RealmBuilder.aRealm())) {
                Recipes.postBrokerLogin(realm, PROVIDER);
                TestUser newcomer = newcomer();
                HttpLogin first = new HttpLogin(realm);
                HttpPage setUp = throughProvider(first, newcomer);
                assertThat(setUp.isEnrollment()).as(setUp.toString()).isTrue();
                AuthenticatorApp app = AuthenticatorApp.scan(setUp.otpAuthUri());
                TestClock clock = new TestClock(realm.keycloak());
                assertThat(first.enroll(setUp, app.codeAt(clock.now()), "").isLoggedIn())
                        .isTrue();
                EnrolledUser user = new EnrolledUser(realm, realm.user(newcomer.username()), app, clock);
                HttpLogin second = new HttpLogin(realm);

                HttpPage page = throughProvider(second, newcomer);

                assertThat(page.asksForCode()).as(page.toString()).isTrue();
                assertThat(second.code(page, user.freshCode()).isLoggedIn()).isTrue();
            }
        }
    }

    private static TestUser newcomer() {
        return identities.addUser("newcomer-" + UUID.randomUUID());
    }
}
