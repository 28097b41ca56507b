package io.verifytotp.keycloak.it.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.service.ServicesRealm.Site;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A factor of one Service is no way around that of another: changes need a proof by a factor of the right Service. */
@Tag("core")
class ProofOfServiceIT {
    private static final String ENROLL = "verify-totp-enroll";
    private static final String WITHOUT_CODE = "without-code";

    @AutoClose
    private static final ServicesRealm services = ServicesRealm.of(RealmBuilder.aRealm()
            .codeRequired()
            .clientWithoutCode(WITHOUT_CODE)
            .enrollConfig(Map.of("notifyUsers", "off")));

    private static final Site stage = services.stage();
    private static final Site production = services.production();

    @Test
    void theFirstFactorOfAFurtherServiceNeedsACodeOfTheOther() {
        TestUser user = services.newUser();
        EnrolledUser atProduction = services.enrolled(production, user);
        HttpLogin login = new HttpLogin(services.realm());
        HttpPage asked = services.afterPassword(login, stage.query(), user);
        assertThat(asked.asksForCode()).isTrue();

        HttpPage stillAsked = login.code(asked, atProduction.wrongCode());
        assertThat(stillAsked.asksForCode()).isTrue();
        HttpPage setUp = login.code(stillAsked, atProduction.freshCode());

        assertThat(issuer(setUp)).isEqualTo("Stage Bank");
        assertThat(services.enroll(login, setUp, "stage phone").isLoggedIn()).isTrue();
        assertThat(services.labels(user)).containsExactlyInAnyOrder("production phone", "stage phone");
    }

    @Test
    void thePasswordAloneSetsUpNothingForAUserOfAnotherService() {
        TestUser user = services.newUser();
        services.enrolled(production, user);
        List<Map<String, String>> ways =
                List.of(stage.query(), Map.of(), Map.of("client_id", WITHOUT_CODE, "kc_action", ENROLL));
        for (Map<String, String> way : ways) {
            HttpLogin login = new HttpLogin(services.realm());
            HttpPage page = services.afterPassword(login, way, user);

            assertThat(page.asksForCode()).isTrue();
            HttpPage forged = login.post(
                    URI.create(page.formAction().toString().replace("verify-totp-prove", ENROLL)),
                    Map.of("code", "000000", "label", "attacker"));
            assertThat(forged.isLoggedIn() || forged.isEnrollment()).isFalse();
        }
        assertThat(services.labels(user)).containsExactly("production phone");
    }

    @Test
    void aCodeOfAnotherServiceReplacesNoFactorOfTheDefaultOne() {
        TestUser user = services.newUser();
        EnrolledUser byDefault = services.enrolledByDefault(user);
        EnrolledUser atStage = services.enrolled(stage, user);
        HttpLogin login = new HttpLogin(services.realm());
        login.code(services.afterPassword(login, stage.query(), user), atStage.freshCode());

        HttpPage asked = login.start(stage.query(ENROLL));
        assertThat(asked.asksForCode()).isTrue();
        HttpPage stillAsked = login.code(asked, atStage.freshCode());
        assertThat(stillAsked.asksForCode()).isTrue();
        HttpPage setUp = login.code(stillAsked, byDefault.freshCode());

        assertThat(issuer(setUp)).isEqualTo(services.realm().name());
        assertThat(services.enroll(login, setUp, "new phone").isLoggedIn()).isTrue();
        assertThat(services.labels(user)).containsExactlyInAnyOrder("stage phone", "new phone");
    }

    @Test
    void aFactorIsDeletedWithACodeOfItsOwnService() {
        TestUser user = services.newUser();
        services.enrolled(production, user);
        EnrolledUser atStage = services.enrolled(stage, user);
        HttpLogin login = new HttpLogin(services.realm());
        login.code(services.afterPassword(login, stage.query(), user), atStage.freshCode());

        HttpPage asked = login.start(stage.query("delete_credential:" + credential(user, "production phone")));
        assertThat(asked.asksForCode()).isTrue();
        assertThat(login.code(asked, atStage.freshCode()).asksForCode()).isTrue();
        HttpPage own = login.start(stage.query("delete_credential:" + credential(user, "stage phone")));
        assertThat(own.asksForCode()).isFalse();
    }

    @Test
    void otherSecondFactorsNeedACodeOfTheDefaultServiceOrElseOfTheOneTheUserHas() {
        TestUser both = services.newUser();
        services.enrolledByDefault(both);
        EnrolledUser itsStage = services.enrolled(stage, both);
        TestUser one = services.newUser();
        EnrolledUser onlyStage = services.enrolled(stage, one);

        assertThat(recoveryCodes(both, itsStage).asksForCode()).isTrue();
        assertThat(recoveryCodes(one, onlyStage).asksForCode()).isFalse();
        HttpPage withoutCode = services.afterPassword(
                new HttpLogin(services.realm()),
                Map.of("client_id", WITHOUT_CODE, "kc_action", "CONFIGURE_RECOVERY_AUTHN_CODES"),
                one);
        assertThat(withoutCode.asksForCode()).isTrue();
    }

    @Test
    void aFactorOfAServiceThatNoLoginNamesProvesNothingAndNeedsNoProof() {
        Site apiOnly = new Site("api-only", services.api().addService("API only"), "API only");
        TestUser user = services.newUser();
        services.enrolled(apiOnly, user);

        HttpPage page = new HttpLogin(services.realm()).startWithPassword(user);

        assertThat(issuer(page)).isEqualTo(services.realm().name());
    }

    private static HttpPage recoveryCodes(TestUser user, EnrolledUser phone) {
        HttpLogin login = new HttpLogin(services.realm());
        login.code(services.afterPassword(login, stage.query(), user), phone.freshCode());
        return login.start(stage.query("CONFIGURE_RECOVERY_AUTHN_CODES"));
    }

    private static String credential(TestUser user, String label) {
        for (JsonNode credential : services.realm().credentials(user)) {
            if (credential.path("userLabel").asText().equals(label)) {
                return credential.get("id").asText();
            }
        }
        throw new AssertionError("No credential " + label);
    }

    private static String issuer(HttpPage page) {
        return AuthenticatorApp.scan(page.otpAuthUri()).issuer();
    }
}
