package io.verifytotp.keycloak.it.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.browser.Browser;
import io.verifytotp.keycloak.it.support.browser.BrowserExtension;
import io.verifytotp.keycloak.it.support.browser.CodePage;
import io.verifytotp.keycloak.it.support.browser.LoginPage;
import io.verifytotp.keycloak.it.support.http.Callback;
import io.verifytotp.keycloak.it.support.http.Reply;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/** What becomes of a factor counts at once, also for a page that asks for its code already. */
@ExtendWith(BrowserExtension.class)
class OpenPageIT {
    @AutoClose
    private static final TestRealm realm =
            RealmBuilder.aRealm().codeRequired().codeRequiredForDirectGrant().createOn(SharedKeycloak.get());

    private static final VerifyApi api = realm.api(ApiRole.MANAGE);

    private final ApiFactor factor = ApiFactor.verified(api, realm.addUser("open-" + UUID.randomUUID()));
    private final EnrolledUser user = EnrolledUser.of(factor);

    @BeforeEach
    void useDefaults() {
        realm.configureEnrollment(Map.of());
    }

    @Test
    void theCodeOfADeletedFactorLetsNobodyIn(Browser browser) {
        CodePage page = open(browser);
        deleteCredential();

        page.submit(user.freshCode());

        assertThat(browser.await(By.id("kc-error-message")).getText())
                .contains("This authenticator app was removed in the meantime. Sign in again.");
        assertThat(Callback.isAt(browser.url())).isFalse();
        assertThat(reasons()).containsExactly("unknown_factor");
        assertThat(sessions()).isEmpty();
    }

    @Test
    void theCodeOfADeletedFactorIsNoneOfItsSuccessor(Browser browser) {
        CodePage page = open(browser);
        deleteCredential();
        EnrolledUser successor = EnrolledUser.enroll(realm, user.user(), "");

        page.submit(user.freshCode());

        assertThat(CodePage.at(browser).error()).startsWith("This code was not accepted.");
        assertThat(reasons()).containsExactly("wrong_code");
        CodePage.at(browser).submit(successor.freshCode());
        assertThat(browser.awaitRedirect().code()).isNotEmpty();
    }

    @Test
    void aSuccessorIsNotLockedByWhatLockedTheOneBefore() {
        factor.guessWrong(5);
        deleteCredential();
        EnrolledUser successor = EnrolledUser.enroll(realm, user.user(), "");

        assertThat(successor.logIn(successor.freshCode()).isLoggedIn()).isTrue();
        assertThat(user.logIn(user.codeOfStep(1)).isLoggedIn()).isFalse();
    }

    @Test
    void theCodeOfALockedFactorLetsNobodyIn(Browser browser) {
        CodePage page = open(browser);
        factor.guessWrong(5);

        page.submit(user.codeOfStep(1));

        assertThat(CodePage.at(browser).error()).contains("Wait at least ");
        assertThat(sessions()).isEmpty();
        user.clock().advance(Duration.ofSeconds(31));
        CodePage.at(browser).submit(user.freshCode());
        assertThat(browser.awaitRedirect().code()).isNotEmpty();
    }

    @Test
    void theCodeOfADisabledFactorLetsNobodyIn(Browser browser) {
        CodePage page = open(browser);
        disable();

        page.submit(user.freshCode());

        assertThat(CodePage.at(browser).error()).contains("was switched off");
        assertThat(sessions()).isEmpty();
    }

    @Test
    void aDirectGrantTakesNoCodeOfALockedDisabledOrDeletedFactor() {
        factor.guessWrong(5);
        assertThat(grant().expect(400).body().get("error_description").asText()).isEqualTo("Invalid user credentials");
        factor.advance(Duration.ofSeconds(31));
        disable();
        assertThat(grant().expect(400).body().get("error_description").asText()).isEqualTo("Invalid user credentials");
        deleteCredential();
        assertThat(grant().expect(400).body().get("error_description").asText())
                .isEqualTo("Account is not fully set up");
        assertThat(sessions()).isEmpty();
    }

    private Reply grant() {
        return realm.directGrant(factor.user(), Map.of("totp", user.codeOfStep(1)));
    }

    private CodePage open(Browser browser) {
        LoginPage.open(browser, realm).logIn(factor.user());
        return CodePage.at(browser);
    }

    /** As an administrator does who unties the user from a lost phone. */
    private void deleteCredential() {
        for (JsonNode credential : realm.credentials(factor.user())) {
            if (credential.get("type").asText().equals("verify-totp")) {
                realm.admin()
                        .deleteCredential(
                                realm.name(),
                                factor.user().id(),
                                credential.get("id").asText());
            }
        }
    }

    /** At once, because there is no lock to wait for. */
    private void disable() {
        realm.configureEnrollment(Map.of("lockAfter", "20", "disableAfter", "20"));
        factor.guessWrong(20);
        assertThat(factor.fetch().body().get("disabled").asBoolean()).isTrue();
    }

    private JsonNode sessions() {
        return realm.admin()
                .get(realm.path("/users/" + factor.user().id() + "/sessions"))
                .expect(200)
                .body();
    }

    private List<String> reasons() {
        return realm.events("LOGIN_ERROR").stream()
                .filter(event ->
                        event.path("userId").asText().equals(factor.user().id()))
                .map(event -> event.at("/details/verify_totp_reason").asText())
                .toList();
    }
}
