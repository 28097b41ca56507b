package io.verifytotp.keycloak.it.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.mail.Mailbox;
import io.verifytotp.keycloak.it.support.realm.BrokeredRealms;
import io.verifytotp.keycloak.it.support.realm.FlowEditor;
import io.verifytotp.keycloak.it.support.realm.ProofRealm;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.Recipes;
import io.verifytotp.keycloak.it.support.realm.SecondFactors;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Somebody without the second factor, who has the password, the mailbox or the user's account at a provider. */
class AttackIT {
    private static final Map<String, String> ENROLL = Map.of("kc_action", "verify-totp-enroll");

    /** Keycloak's execution {@code reset-otp} deletes the credential that its form names, of whatever type. */
    @Nested
    class AtThePasswordReset {
        private final Mailbox mailbox = Mailbox.open();
        private final TestRealm realm = RealmBuilder.aRealm()
                .codeRequired()
                .with("resetPasswordAllowed", true)
                .with("smtpServer", mailbox.smtpSettings())
                .enrollConfig(Map.of("notifyUsers", "off"))
                .createOn(SharedKeycloak.get());
        private final ApiFactor factor =
                ApiFactor.verified(realm.api(ApiRole.MANAGE), realm.addUser("victim-" + UUID.randomUUID()));

        @BeforeEach
        void letTheMailResetKeycloaksOtp() {
            SecondFactors.addTo(realm, factor.user());
            FlowEditor copy = FlowEditor.duplicate(realm, "reset credentials");
            copy.in("Reset - Conditional OTP")
                    .remove("reset-otp")
                    .add("REQUIRED", "reset-otp", Map.of("action_on_otp_reset_flag", "Remove one"));
            copy.bind("resetCredentialsFlow");
        }

        @AfterEach
        void deleteRealm() {
            realm.close();
            mailbox.close();
        }

        @Test
        void theFormThatRemovesKeycloaksOtpDoesNotRemoveTheFactor() {
            remove(SecondFactors.OURS);

            assertThat(realm.credentials(factor.user()).findValuesAsText("type"))
                    .contains(SecondFactors.OURS);
            assertThat(factor.statusFor(factor.freshCode())).isEqualTo("approved");
        }

        @Test
        void theFormRemovesNoPasskeyWithoutAProof() {
            remove(SecondFactors.PASSKEY);

            assertThat(realm.credentials(factor.user()).findValuesAsText("type"))
                    .contains(SecondFactors.PASSKEY);
        }

        /** Without a factor of ours nobody needs a proof; the form still removes nothing but Keycloak's OTP. */
        @Test
        void theFormRemovesNothingButKeycloaksOtp() {
            TestUser other = realm.addUser("other-" + UUID.randomUUID());
            SecondFactors.addTo(realm, other);
            HttpLogin login = new HttpLogin(realm);
            HttpPage choice = openMail(login, other);
            assertThat(choice.html().hasField("selectedCredentialId")).isTrue();

            HttpPage again = login.submit(
                    choice, Map.of("selectedCredentialId", SecondFactors.id(realm, other, SecondFactors.PASSKEY)));
            login.submit(again, Map.of("selectedCredentialId", SecondFactors.id(realm, other, SecondFactors.OTP)));

            assertThat(again.html().hasField("selectedCredentialId")).isTrue();
            assertThat(realm.credentials(other).findValuesAsText("type"))
                    .contains(SecondFactors.PASSKEY)
                    .doesNotContain(SecondFactors.OTP);
        }

        /** No form is shown. A post of it ends at the page that asks for the proof. */
        private void remove(String type) {
            HttpLogin login = new HttpLogin(realm);
            HttpPage page = openMail(login, factor.user());
            assertThat(page.html().hasId("verify-totp-prove"))
                    .as(page.toString())
                    .isTrue();
            login.submit(page, Map.of("selectedCredentialId", SecondFactors.id(realm, factor.user(), type)));
        }

        private HttpPage openMail(HttpLogin login, TestUser user) {
            HttpPage start = login.start();
            String forgot =
                    start.html().link("/login-actions/reset-credentials").orElseThrow();
            int before = mailbox.mails().size();
            login.submit(login.open(start.uri().resolve(forgot)), Map.of("username", user.username()));
            return login.open(mailbox.awaitLink(before));
        }
    }

    /**
     * A login in which Keycloak changes the user: a provider's answer does so, and keeps what the user before had passed.
     * The thief has a user of their own with a factor, and the victim's account at the provider.
     */
    @Nested
    class WithAnotherUserInTheSameLogin {
        private static final Pattern PARAMETER = Pattern.compile("(session_code|client_id|tab_id|client_data)=[^&]+");

        private final TestRealm provider = RealmBuilder.aRealm().createOn(SharedKeycloak.get());

        @AfterEach
        void deleteProvider() {
            provider.close();
        }

        @Test
        void theThiefsCodeDoesNotOpenTheVictimsAccountInThePostLoginFlow() {
            try (TestRealm realm = realm(RealmBuilder.aRealm().codeRequired())) {
                BrokeredRealms brokered = BrokeredRealms.connect(realm, provider, "partner");
                Recipes.postBrokerLogin(realm, "partner");
                ApiFactor thief = linked(brokered, "thief");
                ApiFactor victim = linked(brokered, "victim");
                HttpLogin login = new HttpLogin(realm);
                HttpPage asked = brokered.logIn(login, there(thief));
                assertThat(asked.asksForCode()).as(asked.toString()).isTrue();

                URI passed = login.submitWithoutFollowing(asked, Map.of("code", thief.freshCode()));
                HttpPage end = throughProviderAgain(brokered, login, passed, victim);

                assertThat(end.isLoggedIn()).as(end.toString()).isFalse();
                assertThat(realm.admin()
                                .get(realm.path("/users/" + victim.user().id() + "/sessions"))
                                .expect(200)
                                .body())
                        .isEmpty();
            }
        }

        @Test
        void theThiefsRecoveryCodeIsNoProofOfTheVictim() {
            try (TestRealm realm =
                    realm(RealmBuilder.aRealm().codeOrRecoveryCodeIfConfigured().passwordOnceMore())) {
                BrokeredRealms brokered = BrokeredRealms.connect(realm, provider, "partner");
                ApiFactor thief = linked(brokered, "thief");
                ApiFactor victim = linked(brokered, "victim");
                List<String> codes = recoveryCodes(realm, thief);
                HttpLogin login = new HttpLogin(realm);
                HttpPage password = login.password(login.start(ENROLL), thief.user());
                HttpPage last = login.submit(
                        ProofRealm.choose(login, password, "recoveryCodeInput"),
                        Map.of("recoveryCodeInput", codes.get(0)));
                assertThat(last.asksForPassword()).as(last.toString()).isTrue();

                HttpPage end = throughProviderAgain(brokered, login, last.formAction(), victim);

                assertThat(end.isEnrollment()).as(end.toString()).isFalse();
                assertThat(end.asksForCode()).isTrue();
            }
        }

        private TestRealm realm(RealmBuilder builder) {
            return builder.enrollConfig(Map.of("notifyUsers", "off")).createOn(SharedKeycloak.get());
        }

        private ApiFactor linked(BrokeredRealms brokered, String name) {
            TestRealm realm = brokered.realm();
            String username = name + '-' + UUID.randomUUID();
            ApiFactor factor = ApiFactor.verified(realm.api(ApiRole.MANAGE), realm.addUser(username));
            brokered.link(factor.user(), provider.addUser(username));
            return factor;
        }

        private TestUser there(ApiFactor factor) {
            return provider.user(factor.user().username());
        }

        private List<String> recoveryCodes(TestRealm realm, ApiFactor factor) {
            HttpLogin login = new HttpLogin(realm);
            HttpPage last = login.code(login.startWithPassword(factor.user()), factor.freshCode());
            login.password(last, factor.user());
            HttpPage page = login.start(Map.of("kc_action", "CONFIGURE_RECOVERY_AUTHN_CODES"));
            login.submit(page, Map.of());
            return List.of(
                    page.html().values("generatedRecoveryAuthnCodes").get(0).split(",", -1));
        }

        /** Goes to the provider from within that login. The thief logs in there again, so its cookies don't matter. */
        private HttpPage throughProviderAgain(
                BrokeredRealms brokered, HttpLogin login, URI inThisLogin, ApiFactor victim) {
            StringBuilder query = new StringBuilder();
            Matcher parameter = PARAMETER.matcher(inThisLogin.getRawQuery());
            while (parameter.find()) {
                query.append(query.isEmpty() ? '?' : '&').append(parameter.group());
            }
            // The session at the provider, if any, is the thief's.
            provider.admin().post(provider.path("/logout-all"), Map.of()).expect(200);
            HttpPage page = login.open(brokered.realm().uri("/broker/" + brokered.alias() + "/login" + query));
            return login.password(page, there(victim));
        }
    }
}
