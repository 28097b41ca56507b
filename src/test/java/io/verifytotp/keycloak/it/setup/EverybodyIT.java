package io.verifytotp.keycloak.it.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import org.junit.jupiter.api.Test;

/** A realm that asks everybody: those without a factor set one up. */
class EverybodyIT extends WaysAfterSetup {
    EverybodyIT() {
        super("everybody");
    }

    @Test
    void theBrowserFlowLeadsThroughTheSetUp() {
        HttpLogin login = new HttpLogin(realm());
        HttpPage page = login.startWithPassword(someone(realm()));

        assertThat(page.isEnrollment()).as(page.toString()).isTrue();
        assertThat(enroll(login, page).isLoggedIn()).isTrue();
    }

    @Test
    void theDirectGrantGivesNoTokens() {
        assertThat(directGrantWithoutFactor().body().get("error_description").asText())
                .isEqualTo("Account is not fully set up");
    }

    @Test
    void thePasswordResetLeadsThroughTheSetUpAsWell() {
        HttpLogin login = new HttpLogin(realm());
        HttpPage first = resetWithoutFactor(login);

        HttpPage second = first.isEnrollment() ? enroll(login, first) : login.submit(first, newPassword());
        HttpPage end = second.isEnrollment() ? enroll(login, second) : login.submit(second, newPassword());

        assertThat(first.isEnrollment() || second.isEnrollment())
                .as(first + ", then " + second)
                .isTrue();
        assertThat(end.isLoggedIn()).as(end.toString()).isTrue();
    }

    @Test
    void newAccountsAreLedThroughTheSetUp() {
        assertThat(registration().isEnrollment()).isTrue();
        assertThat(newAccountOfProvider().isEnrollment()).isTrue();
    }

    @Test
    void linkedAccountsAreLedThroughTheSetUp() {
        assertThat(linkedAccountWithoutFactor().isEnrollment()).isTrue();
    }
}
