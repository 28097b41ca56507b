package io.verifytotp.keycloak.it.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.http.AccountRest;
import io.verifytotp.keycloak.it.support.http.Callback;
import io.verifytotp.keycloak.it.support.http.DpopKey;
import io.verifytotp.keycloak.it.support.http.Http;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.http.Reply;
import io.verifytotp.keycloak.it.support.realm.BrokeredRealms;
import io.verifytotp.keycloak.it.support.realm.ProofRealm;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.SecondFactors;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.Metrics;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Proofs outside of the code page: links by a provider, other orders of actions, and security keys. */
class ProofBesideThePageIT {
    private static final Map<String, String> ENROLL = Map.of("kc_action", "verify-totp-enroll");

    @AutoClose
    private static final ProofRealm in = ProofRealm.createOn(SharedKeycloak.get());

    private static final TestRealm realm = in.realm();

    /** Links that a login makes without asking our action first. */
    @Nested
    class AtTheFirstLoginByAProvider {
        private final ProofRealm.Victim user = in.victim();
        private final TestUser there =
                in.brokered().provider().addUser(user.user().username());
        private final HttpLogin login = new HttpLogin(realm);

        @Test
        void theLinkInTheMailLinksNothing() {
            HttpPage confirm = in.brokered().logIn(login, there);
            int before = in.mailbox().mails().size();
            login.submit(confirm, Map.of("submitAction", "linkAccount"));

            HttpPage refused = login.open(in.mailbox().awaitLink(before));

            assertRefused(refused, in.brokered(), user);
        }

        @Test
        void thePasswordAloneLinksNothing() {
            try (TestRealm withoutMail =
                    RealmBuilder.aRealm().codeIfConfigured().createOn(SharedKeycloak.get())) {
                BrokeredRealms brokered =
                        BrokeredRealms.connect(withoutMail, in.brokered().provider(), "other");
                TestUser victim = withoutMail.addUser(there.username());
                ProofRealm.Victim withFactor =
                        new ProofRealm.Victim(ApiFactor.verified(withoutMail.api(ApiRole.MANAGE), victim));
                TestUser plain = withoutMail.addUser("plain");
                TestUser plainThere = in.brokered().provider().addUser("plain");

                HttpPage refused = linkByPassword(brokered, victim, there);
                linkByPassword(brokered, plain, plainThere);

                assertRefused(refused, brokered, withFactor);
                assertThat(brokered.isLinked(plain)).isTrue();
            }
        }

        private static HttpPage linkByPassword(BrokeredRealms brokered, TestUser user, TestUser there) {
            HttpLogin browser = new HttpLogin(brokered.realm());
            HttpPage confirm = brokered.logIn(browser, there);
            HttpPage reauthenticate = browser.submit(confirm, Map.of("submitAction", "linkAccount"));
            return browser.submit(reauthenticate, Map.of("username", user.username(), "password", user.password()));
        }

        private static void assertRefused(HttpPage refused, BrokeredRealms brokered, ProofRealm.Victim user) {
            assertThat(refused.status()).as(refused.toString()).isEqualTo(403);
            assertThat(refused.error()).startsWith("Sign in with a code from your authenticator app first.");
            assertThat(brokered.isLinked(user.user())).isFalse();
            assertThat(brokered.realm().events("FEDERATED_IDENTITY_LINK_ERROR")).anySatisfy(event -> {
                assertThat(event.get("userId").asText()).isEqualTo(user.user().id());
                assertThat(event.at("/details/verify_totp_reason").asText()).isEqualTo("proof_needed");
            });
            assertThat(user.factorWorks()).isTrue();
        }
    }

    /** The guard behind the page: Keycloak's order of actions is the administrator's to change. */
    @Nested
    class WhereOurActionDoesNotComeFirst {
        @Test
        void anActionThatAnotherTriggerAsksForComesAfterIt() {
            ProofRealm.Victim user = in.victim(realm.addUser("asked-by-trigger-" + UUID.randomUUID()));
            HttpLogin login = new HttpLogin(realm);

            HttpPage asked = login.password(login.start(Map.of("client_id", ProofRealm.WITHOUT_CODE)), user.user());

            assertThat(asked.html().hasId("verify-totp-prove")).isTrue();
            assertThat(login.code(asked, user.factor().freshCode()).html().hasId("other-extension"))
                    .isTrue();
        }

        @Test
        void nothingIsCarriedOutWhileItIsBehindOthers() {
            ProofRealm.Victim user = in.victim();
            realm.admin()
                    .put(
                            realm.path("/users/" + user.user().id()),
                            Map.of("requiredActions", List.of("other-extension")))
                    .expect(204);
            proveAction(true, 5000);
            try {
                HttpLogin login = new HttpLogin(realm);
                HttpPage form = login.password(login.start(Map.of("client_id", ProofRealm.WITHOUT_CODE)), user.user());
                HttpPage again = login.submit(form, Map.of());

                assertThat(form.html().hasId("other-extension"))
                        .as(form.toString())
                        .isTrue();
                assertThat(again.html().hasId("other-extension")).isTrue();
                assertThat(again.isLoggedIn()).isFalse();
                assertThat(user.credentials()).doesNotContain("other-extension");
            } finally {
                proveAction(true, -1);
            }
        }

        @Test
        void nothingIsCarriedOutWhileItIsSwitchedOff() {
            ProofRealm.Victim user = in.victim();
            HttpLogin login = new HttpLogin(realm);
            login.password(login.start(Map.of("client_id", ProofRealm.WITHOUT_CODE)), user.user());
            proveAction(false, -1);
            try {
                HttpPage form = login.start(Map.of("kc_action", "other-extension"));
                HttpPage refused = login.submit(form, Map.of());
                HttpPage enroll = login.start(ENROLL);

                assertThat(refused.status()).isEqualTo(403);
                assertThat(enroll.status()).isEqualTo(403);
                assertThat(user.credentials()).doesNotContain("other-extension");
                assertThat(user.factorWorks()).isTrue();
            } finally {
                proveAction(true, -1);
            }
        }

        @Test
        void whatIsDoneWithoutAFormNonethelessIsCountedAndLogged() {
            ProofRealm.Victim user = in.victim(realm.addUser("without-form-" + UUID.randomUUID()));
            HttpLogin login = new HttpLogin(realm);
            login.password(login.start(Map.of("client_id", ProofRealm.WITHOUT_CODE)), user.user());
            int before = Metrics.of(SharedKeycloak.get()).unprovedChanges(realm);
            proveAction(false, -1);
            try {
                login.start(Map.of("kc_action", "other-extension"));
            } finally {
                proveAction(true, -1);
            }

            assertThat(user.credentials()).contains("other-extension");
            assertThat(Metrics.of(SharedKeycloak.get()).unprovedChanges(realm)).isEqualTo(before + 1);
            assertThat(SharedKeycloak.get().log())
                    .contains("a credential of a user with a factor was changed without a proof");
        }

        private void proveAction(boolean enabled, int priority) {
            Map<String, Object> action = Map.of(
                    "alias", "verify-totp-prove",
                    "providerId", "verify-totp-prove",
                    "name", "Prove Verify TOTP first",
                    "enabled", enabled,
                    "priority", priority);
            realm.admin()
                    .put(realm.path("/authentication/required-actions/verify-totp-prove"), action)
                    .expect(204);
        }
    }

    @Nested
    class OfATokenBoundToAKey {
        @Test
        void renamesWithAProofAndNotWithout() {
            ProofRealm.Victim user = in.victim();
            HttpLogin login = new HttpLogin(realm);
            HttpPage end = in.logIn(login, user);
            DpopKey key = DpopKey.make();
            URI endpoint = realm.uri("/protocol/openid-connect/token");
            Map<String, String> form = Map.of(
                    "grant_type",
                    "authorization_code",
                    "client_id",
                    TestRealm.CLIENT_ID,
                    "redirect_uri",
                    Callback.uri().toString(),
                    "code",
                    end.authorizationCode());
            String token = Reply.of(Http.send(Http.postForm(endpoint, form)
                            .header(
                                    "DPoP",
                                    key.proof(
                                            "POST",
                                            endpoint,
                                            user.factor().clock().now()))))
                    .expect(200)
                    .body()
                    .get("access_token")
                    .asText();
            String path = "credentials/" + user.id(SecondFactors.OURS) + "/label";
            String proof = key.proof(
                    "PUT", AccountRest.uri(realm, path), user.factor().clock().now(), token);

            AccountRest.send(realm, "PUT", path, "\"Mine\"", Map.of("Authorization", "DPoP " + token, "DPoP", proof))
                    .expect(204);

            assertThat(user.credentials()).contains("Mine");
        }
    }
}
