package io.verifytotp.keycloak.it.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.browser.AdminConsole;
import io.verifytotp.keycloak.it.support.browser.Browser;
import io.verifytotp.keycloak.it.support.browser.BrowserExtension;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** README's "Switch it on in a realm", click by click. */
@Tag("thorough")
@ExtendWith(BrowserExtension.class)
class AdminConsoleIT {
    private static final String SUB_FLOW = "Copy of browser Browser - Conditional 2FA";
    private static final String STEP = "Verify TOTP";

    @Test
    void theClicksOfTheReadmeLeadANewUserThroughTheSetUpAndIntoTheToken(Browser operator) {
        try (TestRealm realm = RealmBuilder.aRealm().amrMapper().createOn(SharedKeycloak.get())) {
            AdminConsole console = AdminConsole.logIn(operator, realm);
            console.duplicate("browser");
            console.delete(SUB_FLOW, "Condition - user configured");
            console.delete(SUB_FLOW, "OTP Form");
            console.delete(SUB_FLOW, "WebAuthn Authenticator");
            console.delete(SUB_FLOW, "Recovery Authentication Code Form");
            console.addStep(SUB_FLOW, STEP);
            console.require(STEP, "Required");
            console.reference(STEP, "Verify TOTP", "otp", "300");
            console.bindAsBrowserFlow();
            console.switchOff("Configure OTP");

            EnrolledUser user = EnrolledUser.enroll(realm, "new");
            EnrolledUser.CodePrompt prompt = user.prompt();
            HttpPage end = prompt.answer(user.freshCode());

            assertThat(prompt.login().exchange(end).amr()).containsExactly("otp");
            assertThat(realm.admin()
                            .get(realm.path("/authentication/required-actions/CONFIGURE_TOTP"))
                            .expect(200)
                            .body()
                            .get("enabled")
                            .asBoolean())
                    .isFalse();
        }
    }
}
