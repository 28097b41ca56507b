package io.verifytotp.keycloak.it.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.http.Http;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A factor is deleted or renamed only by a session that has proved one, whatever the door. */
class StepUpIT {
    private static final String WITHOUT_CODE = "without-code";

    private static TestRealm realm;
    private static TestRealm withoutCode;

    @BeforeAll
    static void createRealms() {
        realm = RealmBuilder.aRealm()
                .codeRequired()
                .clientWithoutCode(WITHOUT_CODE)
                .createOn(SharedKeycloak.get());
        withoutCode = RealmBuilder.aRealm().createOn(SharedKeycloak.get());
    }

    @AfterAll
    static void deleteRealms() {
        realm.close();
        withoutCode.close();
    }

    @Nested
    class OverAccountRest {
        private final EnrolledUser user = EnrolledUser.enroll(realm, "account-" + UUID.randomUUID());
        private final String factor = credential(realm, user.user(), "verify-totp");

        @Test
        void aSessionWithoutTheCodeDeletesNoFactor() {
            assertThat(account("DELETE", factor, "", passwordToken())).isEqualTo(403);

            assertThat(user.logIn(user.freshCode()).isLoggedIn()).isTrue();
        }

        @Test
        void aSessionWithoutTheCodeRenamesNoFactor() {
            assertThat(account("PUT", factor + "/label", "\"Mine now\"", passwordToken()))
                    .isEqualTo(403);

            assertThat(realm.credentials(user.user()).toString()).doesNotContain("Mine now");
        }

        @Test
        void aSessionThatHasProvedTheFactorRenamesItButNeverDeletesItHere() {
            String token = provedToken();

            assertThat(account("PUT", factor + "/label", "\"Old phone\"", token))
                    .isEqualTo(204);
            assertThat(realm.credentials(user.user()).toString()).contains("Old phone");
            assertThat(account("DELETE", factor, "", token)).isEqualTo(403);
            assertThat(realm.credentials(user.user()).toString()).contains("verify-totp");
        }

        @Test
        void theListingTellsWhenAFactorWasLastUsed() {
            HttpRequest.Builder request = Http.request(realm.uri("/account/credentials"))
                    .header("Authorization", "Bearer " + provedToken())
                    .header("Accept", "application/json");

            String listing = Http.send(request).body();

            assertThat(listing).containsPattern("Last used: .* UTC");
            assertThat(listing).doesNotContain("v1.");
        }

        @Test
        void otherCredentialsAreNoneOfOurBusiness() {
            String password = credential(realm, user.user(), "password");

            assertThat(account("PUT", password + "/label", "\"My password\"", passwordToken()))
                    .isEqualTo(204);
        }

        @Test
        void whoHasNoTokenIsRefusedByKeycloak() {
            assertThat(account("DELETE", factor, "", "junk")).isEqualTo(401);
        }

        private String passwordToken() {
            return realm.directGrant(user.user(), Map.of())
                    .expect(200)
                    .body()
                    .get("access_token")
                    .asText();
        }

        private String provedToken() {
            HttpLogin login = new HttpLogin(realm);
            HttpPage end = login.code(login.startWithPassword(user.user()), user.freshCode());
            return login.exchange(end).response().get("access_token").asText();
        }
    }

    @Nested
    class AskedForByAnApplication {
        @Test
        void aSessionThatHasProvedTheFactorDeletesIt() {
            EnrolledUser user = EnrolledUser.enroll(realm, "asked-" + UUID.randomUUID());
            HttpLogin login = new HttpLogin(realm);
            assertThat(login.code(login.startWithPassword(user.user()), user.freshCode())
                            .isLoggedIn())
                    .isTrue();

            HttpPage confirm = login.start(delete(credential(realm, user.user(), "verify-totp")));
            HttpPage end = login.submit(confirm, Map.of());

            assertThat(end.redirect().orElseThrow().parameter("kc_action_status"))
                    .contains("success");
            assertThat(realm.credentials(user.user()).toString()).doesNotContain("verify-totp");
        }

        @Test
        void aSessionWithoutTheCodeDeletesNone() {
            TestUser user = withoutCode.addUser("asked-" + UUID.randomUUID());
            ApiFactor factor = ApiFactor.verified(withoutCode.api("manage-verify-totp"), user);
            HttpLogin login = new HttpLogin(withoutCode);

            HttpPage page = login.password(login.start(delete(credential(withoutCode, user, "verify-totp"))), user);
            assertThat(page.html().hasId("verify-totp-prove")).isTrue();
            HttpPage guessed = login.code(page, "000000");
            HttpPage confirmedWithoutCode = login.submit(guessed, Map.of("accept", "on"));

            assertThat(guessed.asksForCode()).isTrue();
            assertThat(confirmedWithoutCode.asksForCode()).isTrue();
            assertThat(withoutCode.credentials(user).toString()).contains("verify-totp");
            assertThat(factor.statusFor(factor.freshCode())).isEqualTo("approved");
            assertThat(withoutCode.events("CUSTOM_REQUIRED_ACTION_ERROR")).anySatisfy(event -> {
                assertThat(event.get("userId").asText()).isEqualTo(user.id());
                assertThat(event.get("details").path("verify_totp_reason").asText())
                        .isEqualTo("wrong_code");
            });
        }

        @Test
        void aSessionThatGivesTheCodeOnTheSpotIsAskedToConfirmAndDeletesIt() {
            TestUser user = withoutCode.addUser("asked-" + UUID.randomUUID());
            ApiFactor factor = ApiFactor.verified(withoutCode.api("manage-verify-totp"), user);
            HttpLogin login = new HttpLogin(withoutCode);
            HttpPage page = login.password(login.start(delete(credential(withoutCode, user, "verify-totp"))), user);

            HttpPage confirm = login.code(page, factor.freshCode());
            assertThat(withoutCode.credentials(user).toString()).contains("verify-totp");
            HttpPage end = login.submit(confirm, Map.of());

            assertThat(end.redirect().orElseThrow().parameter("kc_action_status"))
                    .contains("success");
            assertThat(withoutCode.credentials(user).toString()).doesNotContain("verify-totp");
        }

        @Test
        void aCodeGivenForAnActionThatIsCancelledProvesTheSession() {
            TestUser user = withoutCode.addUser("asked-" + UUID.randomUUID());
            ApiFactor factor = ApiFactor.verified(withoutCode.api("manage-verify-totp"), user);
            HttpLogin login = new HttpLogin(withoutCode);
            Map<String, String> delete = delete(credential(withoutCode, user, "verify-totp"));
            HttpPage confirm = login.code(login.password(login.start(delete), user), factor.freshCode());

            assertThat(login.submit(confirm, Map.of("cancel-aia", "true"))
                            .redirect()
                            .orElseThrow()
                            .parameter("kc_action_status"))
                    .contains("cancelled");

            assertThat(login.start(delete).asksForCode()).isFalse();
            assertThat(withoutCode.credentials(user).toString()).contains("verify-totp");
        }

        private Map<String, String> delete(String credential) {
            return Map.of("kc_action", "delete_credential:" + credential);
        }
    }

    /** A client may have a browser flow of its own, and then its sessions began without a code. */
    @Nested
    class OverAClientWhoseFlowAsksForNoCode {
        private static final Map<String, String> AT_IT = Map.of("client_id", WITHOUT_CODE);

        private final EnrolledUser user = EnrolledUser.enroll(realm, "override-" + UUID.randomUUID());
        private final String factor = credential(realm, user.user(), "verify-totp");
        private final HttpLogin login = new HttpLogin(realm);
        private final HttpPage end = login.password(login.start(AT_IT), user.user());

        @Test
        void aSessionRenamesAndDeletesNoFactor() {
            String token = realm.exchange(end.authorizationCode(), WITHOUT_CODE).bearer();

            assertThat(account("PUT", factor + "/label", "\"Mine now\"", token)).isEqualTo(403);
            assertThat(account("DELETE", factor, "", token)).isEqualTo(403);

            assertNothingHasChanged();
        }

        @Test
        void aSessionAddsReplacesAndDeletesNoFactorByAnAction() {
            for (String client : List.of(WITHOUT_CODE, TestRealm.CLIENT_ID)) {
                for (String action : List.of("verify-totp-enroll", "delete_credential:" + factor)) {
                    HttpPage page = login.start(Map.of("client_id", client, "kc_action", action));

                    assertThat(page.asksForCode()).isTrue();
                    HttpPage refused = login.submit(page, Map.of("code", user.wrongCode(), "label", "Mine now"));
                    assertThat(refused.asksForCode()).isTrue();
                }
            }
            assertNothingHasChanged();
        }

        private void assertNothingHasChanged() {
            assertThat(end.isLoggedIn()).isTrue();
            assertThat(realm.credentials(user.user()).toString()).doesNotContain("Mine now");
            assertThat(credential(realm, user.user(), "verify-totp")).isEqualTo(factor);
            assertThat(user.logIn(user.freshCode()).isLoggedIn()).isTrue();
        }
    }

    private static String credential(TestRealm of, TestUser user, String type) {
        for (JsonNode credential : of.credentials(user)) {
            if (credential.get("type").asText().equals(type)) {
                return credential.get("id").asText();
            }
        }
        throw new AssertionError("No credential of type " + type);
    }

    private static int account(String method, String path, String body, String token) {
        HttpRequest.Builder request = Http.request(realm.uri("/account/credentials/" + path))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json")
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        return Http.send(request).statusCode();
    }
}
