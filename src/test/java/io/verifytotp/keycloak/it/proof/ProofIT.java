package io.verifytotp.keycloak.it.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.http.AccountRest;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.http.Reply;
import io.verifytotp.keycloak.it.support.realm.Attempt;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.ProofRealm;
import io.verifytotp.keycloak.it.support.realm.SecondFactors;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a session with a proof may do, for how long, and what counts as a proof. */
class ProofIT {
    private static final Duration LIFETIME = Duration.ofMinutes(5);
    private static final Map<String, String> ENROLL = Map.of("kc_action", "verify-totp-enroll");

    @AutoClose
    private static final ProofRealm in = ProofRealm.createOn(SharedKeycloak.get());

    private static final TestRealm realm = in.realm();

    @Nested
    class ByACodeAtTheLogin {
        private final ProofRealm.Victim user = in.victim();
        private final HttpLogin login = new HttpLogin(realm);
        private final HttpPage end =
                login.code(login.startWithPassword(user.user()), user.factor().freshCode());
        private final String token =
                login.exchange(end).response().get("access_token").asText();

        @Test
        void everyActionShowsItsOwnPage() {
            List<Attempt> actions =
                    Arrays.stream(Attempt.values()).filter(Attempt::isAction).toList();

            assertThat(actions).hasSize(12).allSatisfy(action -> {
                HttpPage page = action.allowed(user, login);
                assertThat(page.status()).isEqualTo(200);
                assertThat(page.html().hasField("code") && !page.isEnrollment()).isFalse();
                assertThat(page.isLoggedIn()).isFalse();
            });
        }

        @Test
        void accountRestRenamesEverySecondFactor() {
            for (Attempt attempt : Attempt.values()) {
                if (attempt.isRename()) {
                    String path = "credentials/" + user.id(attempt.subject()) + "/label";
                    bearer("PUT", path, "\"Renamed " + attempt + '"').expect(204);
                }
            }
            assertThat(user.credentials()).contains("Renamed RENAME_OURS", "Renamed RENAME_OTP");
        }

        @Test
        void accountRestDeletesTheOthersAndNeverOurs() {
            Reply ours = bearer("DELETE", "credentials/" + user.id(SecondFactors.OURS), "")
                    .expect(403);
            Reply byType = bearer("DELETE", "credentials/verify-totp-id", "").expect(403);
            bearer("DELETE", "credentials/" + user.id(SecondFactors.RECOVERY_CODES), "")
                    .expect(204);

            assertThat(ours.body().path("errorMessage").asText())
                    .contains("kc_action=delete_credential:" + user.id(SecondFactors.OURS));
            assertThat(byType.body().path("error").asText()).isEqualTo("proof_needed");
            assertThat(user.credentials()).contains("verify-totp").doesNotContain("recovery-authn-codes");
            assertThat(user.factorWorks()).isTrue();
        }

        @Test
        void itEndsAfterFiveMinutes() {
            // Keycloak's own limit is five minutes too. Within a second of it Keycloak would ask for the password
            // first.
            realm.configureEnrollment(Map.of("notifyUsers", "off", "max_auth_age", "900"));
            user.factor().advance(LIFETIME);

            HttpPage page = login.start(ENROLL);

            assertThat(page.html().hasId("verify-totp-prove")).isTrue();
            String label = "credentials/" + user.id(SecondFactors.OURS) + "/label";
            Reply refused =
                    AccountRest.send(realm, "PUT", label, "\"Late\"", Map.of("Authorization", "Bearer " + refreshed()));
            assertThat(refused.status()).isEqualTo(403);
        }

        @Test
        void aSetUpThatWasBegunWithItMayTakeLonger() {
            user.factor().advance(LIFETIME.minusMinutes(1));
            HttpPage page = login.start(ENROLL);
            AuthenticatorApp app = AuthenticatorApp.scan(page.otpAuthUri());
            user.factor().advance(Duration.ofMinutes(4));

            HttpPage done = login.enroll(page, app.codeAt(user.factor().clock().now()), "");

            assertThat(done.redirect().orElseThrow().parameter("kc_action_status"))
                    .contains("success");
        }

        private Reply bearer(String method, String path, String body) {
            return AccountRest.send(realm, method, path, body, Map.of("Authorization", "Bearer " + token));
        }

        private String refreshed() {
            return realm.token(Map.of(
                            "grant_type",
                            "refresh_token",
                            "client_id",
                            TestRealm.CLIENT_ID,
                            "refresh_token",
                            login.exchange(login.start())
                                    .response()
                                    .get("refresh_token")
                                    .asText()))
                    .expect(200)
                    .body()
                    .get("access_token")
                    .asText();
        }
    }

    @Nested
    class ByACodeOnTheSpot {
        private final ProofRealm.Victim user = in.victim();
        private final HttpLogin login = new HttpLogin(realm);

        ByACodeOnTheSpot() {
            login.password(login.start(Map.of("client_id", ProofRealm.WITHOUT_CODE)), user.user());
        }

        @Test
        void theActionGoesOnAndEndsWell() {
            HttpPage asked = login.start(Map.of("kc_action", "other-extension"));

            HttpPage action = login.code(asked, user.factor().freshCode());
            HttpPage end = login.submit(action, Map.of());

            assertThat(action.html().hasId("other-extension")).isTrue();
            assertThat(end.redirect().orElseThrow().parameter("kc_action_status"))
                    .contains("success");
            assertThat(user.credentials()).contains("other-extension");
        }

        @Test
        void itCanBeCancelled() {
            HttpPage asked = login.start(Map.of("kc_action", "webauthn-register"));

            HttpPage end = login.submit(asked, Map.of("cancel-aia", "true"));

            assertThat(end.redirect().orElseThrow().parameter("kc_action_status"))
                    .contains("cancelled");
        }

        @Test
        void anActionThatTheUserHasToDoCanNotBeCancelled() {
            realm.admin()
                    .put(
                            realm.path("/users/" + user.user().id()),
                            Map.of("requiredActions", List.of("CONFIGURE_RECOVERY_AUTHN_CODES")))
                    .expect(204);
            HttpPage asked = login.start(Map.of("client_id", ProofRealm.WITHOUT_CODE));

            HttpPage still = login.submit(asked, Map.of("cancel-aia", "true"));
            HttpPage codes = login.code(still, user.factor().freshCode());

            assertThat(asked.html().hasId("verify-totp-prove")).isTrue();
            assertThat(still.html().hasId("verify-totp-prove")).isTrue();
            assertThat(codes.html().hasField("generatedRecoveryAuthnCodes")).isTrue();
        }

        @Test
        void afterTheAdministratorRemovedTheFactorTheSetUpGoesOn() {
            HttpPage asked = login.start(ENROLL);
            realm.admin().deleteCredential(realm.name(), user.user().id(), user.id(SecondFactors.OURS));

            HttpPage page = login.open(asked.uri());
            AuthenticatorApp app = AuthenticatorApp.scan(page.otpAuthUri());
            HttpPage end = login.enroll(page, app.codeAt(user.factor().clock().now()), "");

            assertThat(end.redirect().orElseThrow().parameter("kc_action_status"))
                    .contains("success");
        }
    }

    @Nested
    class ByARecoveryCode {
        private final EnrolledUser user = EnrolledUser.of(
                ApiFactor.verified(realm.api(ApiRole.MANAGE), realm.addUser("careful-" + UUID.randomUUID())));
        private final List<String> codes = createCodes();

        /** In one login: the lost app is replaced, and its codes are worth nothing from then on. */
        @Test
        void theLostAppIsReplaced() {
            HttpLogin login = new HttpLogin(realm);
            assertThat(recoveryCode(login, login.startWithPassword(user.user()), codes.get(0))
                            .isLoggedIn())
                    .isTrue();

            user.clock().advance(LIFETIME.minusMinutes(1));
            HttpPage page = login.start(ENROLL);
            AuthenticatorApp app = AuthenticatorApp.scan(page.otpAuthUri());
            user.clock().advance(Duration.ofMinutes(4)); // it takes a while to install an app
            HttpPage end = login.enroll(page, app.codeAt(user.clock().now()), "");

            assertThat(end.redirect().orElseThrow().parameter("kc_action_status"))
                    .contains("success");
            assertThat(realm.credentials(user.user()).findValuesAsText("type")).containsOnlyOnce("verify-totp");
            HttpPage next = new HttpLogin(realm).startWithPassword(user.user());
            assertThat(next.asksForCode())
                    .as("the new app stands where the old one stood")
                    .isTrue();
            assertThat(logIn(user.freshCode()).isLoggedIn()).isFalse();
            user.clock().advanceToStepStart(app.period());
            assertThat(logIn(app.codeAt(user.clock().now())).isLoggedIn()).isTrue();
        }

        private HttpPage logIn(String code) {
            HttpLogin login = new HttpLogin(realm);
            return login.code(ProofRealm.choose(login, login.startWithPassword(user.user()), "code"), code);
        }

        @Test
        void itIsNoProofInALaterSession() {
            HttpLogin login = new HttpLogin(realm);
            recoveryCode(login, login.startWithPassword(user.user()), codes.get(0));
            HttpLogin another = new HttpLogin(realm);
            another.password(another.start(Map.of("client_id", ProofRealm.WITHOUT_CODE)), user.user());

            assertThat(another.start(ENROLL).html().hasId("verify-totp-prove")).isTrue();
        }

        private List<String> createCodes() {
            HttpLogin login = new HttpLogin(realm);
            login.code(login.startWithPassword(user.user()), user.freshCode());
            HttpPage page = login.start(Map.of("kc_action", "CONFIGURE_RECOVERY_AUTHN_CODES"));
            List<String> created = List.of(
                    page.html().values("generatedRecoveryAuthnCodes").get(0).split(",", -1));
            assertThat(login.submit(page, Map.of()).redirect().orElseThrow().parameter("kc_action_status"))
                    .contains("success");
            return created;
        }

        private HttpPage recoveryCode(HttpLogin login, HttpPage page, String code) {
            return login.submit(ProofRealm.choose(login, page, "recoveryCodeInput"), Map.of("recoveryCodeInput", code));
        }
    }
}
