package io.verifytotp.keycloak.it.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.service.ServicesRealm.Site;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.http.Reply;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The steps of two clients' flows name two Services, and a login asks for a factor of its own Service only. */
@Tag("core")
class ServiceOfLoginIT {
    @AutoClose
    private static final ServicesRealm services = ServicesRealm.of(RealmBuilder.aRealm()
            .codeRequired()
            .codeRequiredForDirectGrant()
            .enrollConfig(Map.of("notifyUsers", "off")));

    private static final Site stage = services.stage();
    private static final Site production = services.production();

    @BeforeAll
    static void addFlows() {
        services.addDirectGrant(stage);
        services.addDirectGrant(production);
        services.addClient("stage-if-enrolled", services.conditionalFlow("stage if enrolled", stage.sid()));
        services.addClient("misspelt", services.requiredFlow("misspelt", stage.sid() + "0"));
        services.addClient("misspelt-if-enrolled", services.conditionalFlow("misspelt if enrolled", "Stage"));
    }

    @Test
    void eachClientSetsUpAFactorOfItsService() {
        AuthenticatorApp atStage = firstApp(stage, services.newUser());
        AuthenticatorApp atProduction = firstApp(production, services.newUser());
        AuthenticatorApp byDefault = AuthenticatorApp.scan(new HttpLogin(services.realm())
                .startWithPassword(services.newUser())
                .otpAuthUri());

        assertThat(atStage.issuer()).isEqualTo("Stage Bank");
        assertThat(atStage.digits()).isEqualTo(6);
        assertThat(atProduction.issuer()).isEqualTo("Real Bank");
        assertThat(atProduction.digits()).isEqualTo(8);
        assertThat(byDefault.issuer()).isEqualTo(services.realm().name());
    }

    @Test
    void theFactorThatALoginSetsUpOpensTheNextLoginThere() {
        TestUser user = services.newUser();
        HttpLogin login = new HttpLogin(services.realm());
        HttpPage page = services.afterPassword(login, stage.query(), user);
        EnrolledUser phone = services.phone(page, user);

        assertThat(login.enroll(page, phone.freshCode(), "phone").isLoggedIn()).isTrue();

        HttpLogin next = new HttpLogin(services.realm());
        HttpPage asked = services.afterPassword(next, stage.query(), user);
        assertThat(asked.asksForCode()).isTrue();
        assertThat(next.code(asked, phone.freshCode()).isLoggedIn()).isTrue();
        assertThat(services.realm()
                        .events("LOGIN")
                        .get(0)
                        .at("/details/verify_totp_service")
                        .asText())
                .isEqualTo(stage.sid());
    }

    @Test
    void aCodeOfOneServiceIsRefusedAtTheOther() {
        TestUser user = services.newUser();
        ApiFactor factor = services.factor(stage, user);
        EnrolledUser atStage = EnrolledUser.of(factor);
        EnrolledUser atProduction = services.enrolled(production, user);
        HttpLogin login = new HttpLogin(services.realm());
        HttpPage page = services.afterPassword(login, production.query(), user);

        assertThat(page.factors()).isEmpty();
        HttpPage refused = login.code(page, atStage.freshCode());
        assertThat(refused.asksForCode()).isTrue();
        assertThat(refused.isLoggedIn()).isFalse();
        refused = login.code(refused, atStage.freshCode(), factor.sid());
        assertThat(refused.asksForCode()).isTrue();
        assertThat(login.code(refused, atProduction.freshCode()).isLoggedIn()).isTrue();
    }

    @Test
    void aLockHoldsForOneFactorOnly() {
        TestUser user = services.newUser();
        EnrolledUser atStage = services.enrolled(stage, user);
        EnrolledUser atProduction = services.enrolled(production, user);
        HttpLogin login = new HttpLogin(services.realm());
        HttpPage page = services.afterPassword(login, stage.query(), user);
        for (int i = 0; i < 5; i++) {
            page = login.code(page, atStage.wrongCode());
        }
        assertThat(login.code(page, atStage.codeOfStep(1)).isLoggedIn()).isFalse();

        HttpLogin other = new HttpLogin(services.realm());
        HttpPage asked = services.afterPassword(other, production.query(), user);
        assertThat(other.code(asked, atProduction.freshCode()).isLoggedIn()).isTrue();
    }

    @Test
    void aConditionAsksThoseWhoHaveAFactorOfTheService() {
        Map<String, String> query = Map.of("client_id", "stage-if-enrolled");
        TestUser elsewhere = services.newUser();
        services.enrolled(production, elsewhere);
        TestUser enrolled = services.newUser();
        services.enrolled(stage, enrolled);

        assertThat(services.afterPassword(new HttpLogin(services.realm()), query, elsewhere)
                        .isLoggedIn())
                .isTrue();
        assertThat(services.afterPassword(new HttpLogin(services.realm()), query, enrolled)
                        .asksForCode())
                .isTrue();
    }

    @Test
    void aDirectGrantTakesCodesOfItsServiceOnly() {
        TestUser user = services.newUser();
        EnrolledUser atStage = services.enrolled(stage, user);
        assertThat(services.directGrant(stage, user, atStage.freshCode()).status())
                .isEqualTo(200);
        Reply withoutFactor = services.directGrant(production, user, atStage.freshCode());
        assertThat(withoutFactor.expect(400).body().get("error_description").asText())
                .isEqualTo("Account is not fully set up");

        EnrolledUser atProduction = services.enrolled(production, user);
        assertThat(services.directGrant(production, user, atStage.freshCode()).status())
                .isEqualTo(400);
        assertThat(services.directGrant(production, user, atProduction.freshCode())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aServiceThatDoesNotExistLetsNobodyIn() {
        TestUser user = services.newUser();
        services.enrolled(stage, user);
        services.enrolledByDefault(user);
        for (String client : new String[] {"misspelt", "misspelt-if-enrolled"}) {
            for (TestUser each : new TestUser[] {user, services.newUser()}) {
                HttpPage page =
                        services.afterPassword(new HttpLogin(services.realm()), Map.of("client_id", client), each);

                assertThat(page.isLoggedIn()).isFalse();
                assertThat(page.asksForCode() || page.isEnrollment()).isFalse();
                assertThat(page.error()).contains("could not be checked");
            }
        }
        assertThat(services.realm()
                        .events("LOGIN_ERROR")
                        .get(0)
                        .at("/details/verify_totp_reason")
                        .asText())
                .isEqualTo("unknown_service");
    }

    @Test
    void aDeletedServiceLetsNobodyInAndLeavesTheOthers() {
        String sid = services.api().addService("Short-lived");
        Site site = new Site("short-lived", sid, "Short-lived");
        services.addClient(site.client(), services.requiredFlow(site.client(), sid));
        services.addDirectGrant(site);
        TestUser user = services.newUser();
        EnrolledUser phone = services.enrolled(site, user);
        EnrolledUser atStage = services.enrolled(stage, user);
        services.api().delete("/Services/" + sid).expect(204);

        HttpPage page = services.afterPassword(new HttpLogin(services.realm()), site.query(), user);
        assertThat(page.error()).contains("could not be checked");
        assertThat(services.directGrant(site, user, phone.freshCode()).status()).isEqualTo(400);
        assertThat(services.directGrant(stage, user, atStage.freshCode()).status())
                .isEqualTo(200);
    }

    private static AuthenticatorApp firstApp(Site site, TestUser user) {
        HttpPage page = services.afterPassword(new HttpLogin(services.realm()), site.query(), user);
        return AuthenticatorApp.scan(page.otpAuthUri());
    }
}
