package io.verifytotp.keycloak.it.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import org.junit.jupiter.api.Test;

/** A realm that asks users who have a factor: the others get in as before. */
class EnrolledIT extends WaysAfterSetup {
    EnrolledIT() {
        super("enrolled");
    }

    @Test
    void withoutAFactorEveryWayIsOpen() {
        HttpLogin reset = new HttpLogin(realm());
        HttpPage newPassword = resetWithoutFactor(reset);

        assertThat(browserWithoutFactor().isLoggedIn()).isTrue();
        assertThat(directGrantWithoutFactor().status()).isEqualTo(200);
        assertThat(newPassword.html().hasField("password-new")).isTrue();
        assertThat(reset.submit(newPassword, newPassword()).isLoggedIn()).isTrue();
        assertThat(registration().isLoggedIn()).isTrue();
        assertThat(newAccountOfProvider().isLoggedIn()).isTrue();
        assertThat(linkedAccountWithoutFactor().isLoggedIn()).isTrue();
    }
}
