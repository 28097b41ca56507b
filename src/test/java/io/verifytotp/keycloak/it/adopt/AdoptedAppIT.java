package io.verifytotp.keycloak.it.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.browser.Browser;
import io.verifytotp.keycloak.it.support.browser.BrowserExtension;
import io.verifytotp.keycloak.it.support.browser.CodePage;
import io.verifytotp.keycloak.it.support.browser.LoginPage;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.net.URI;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/** Pages of a user with Keycloak's own OTP, in a browser, in a realm that adopts it. */
@ExtendWith(BrowserExtension.class)
class AdoptedAppIT {
    private static final By OURS = By.cssSelector("[data-testid='verify-totp/credential-list'] button");
    private static final By KEYCLOAKS = By.cssSelector("[data-testid='otp/credential-list'] button");

    @AutoClose
    private static final AdoptingRealm adopting = AdoptingRealm.on(SharedKeycloak.get(), "enrolled");

    @Test
    void isTheSameAppUnderTheSameName(Browser browser) {
        EnrolledUser user = adopting.userWith(OtpCredential.usual());
        URI listing = adopting.realm().uri("/account/account-security/signing-in");
        browser.goTo(listing);
        LoginPage.at(browser).logIn(user.user());

        CodePage.at(browser).submit(user.freshCode());

        browser.await(OURS);
        assertThat(browser.await(By.tagName("body")).getText()).containsOnlyOnce(OtpCredential.LABEL);
        assertThat(browser.has(KEYCLOAKS)).isFalse();
        assertThat(adopting.isAdopted(user.user())).isTrue();
    }
}
