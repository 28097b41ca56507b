package io.verifytotp.keycloak.it.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verifytotp.keycloak.it.service.ServicesRealm.Site;
import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.http.Reply;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A flow's step decides in which Service its users set a factor up; everything else means that of the required action. */
@Tag("core")
class SetUpServiceIT {
    private static final String WITHOUT_CODE = "without-code";
    private static final String ENROLL = "verify-totp-enroll";

    @AutoClose
    private static final ServicesRealm services =
            ServicesRealm.of(RealmBuilder.aRealm().codeIfConfigured().clientWithoutCode(WITHOUT_CODE));

    private static final Site stage = services.stage();
    private static final Site production = services.production();

    @BeforeAll
    static void nameStage() {
        configure(Map.of("service", stage.sid(), "notifyUsers", "off"));
    }

    @Test
    void anApplicationsRequestMeansTheServiceOfTheRequiredAction() {
        TestUser user = services.newUser();

        HttpPage page = services.afterPassword(
                new HttpLogin(services.realm()), Map.of("client_id", WITHOUT_CODE, "kc_action", ENROLL), user);

        assertThat(issuer(page)).isEqualTo("Stage Bank");
    }

    @Test
    void anAdministratorsRequestMeansTheSame() {
        TestUser user = requested();

        HttpPage page =
                services.afterPassword(new HttpLogin(services.realm()), Map.of("client_id", WITHOUT_CODE), user);

        assertThat(issuer(page)).isEqualTo("Stage Bank");
    }

    @Test
    void anAdministratorsRequestDoesNotStandInForTheFlowsDemand() {
        TestUser user = requested();
        HttpLogin login = new HttpLogin(services.realm());
        HttpPage first = services.afterPassword(login, production.query(), user);
        assertThat(issuer(first)).isEqualTo("Stage Bank");

        HttpPage second = services.enroll(login, first, "first");
        assertThat(issuer(second)).isEqualTo("Real Bank");
        HttpPage end = services.enroll(login, second, "second");

        assertThat(end.isLoggedIn()).isTrue();
        assertThat(services.labels(user)).containsExactlyInAnyOrder("first", "second");
    }

    @Test
    void anApplicationsRequestDoesNotStandInForTheFlowsDemand() {
        TestUser user = services.newUser();
        HttpLogin login = new HttpLogin(services.realm());
        HttpPage first = services.afterPassword(login, production.query(ENROLL), user);
        assertThat(issuer(first)).isEqualTo("Stage Bank");

        HttpPage second = services.enroll(login, first, "first");
        assertThat(second.isLoggedIn()).isFalse();
        assertThat(issuer(second)).isEqualTo("Real Bank");

        HttpPage cancelled = login.submit(login.start(production.query(ENROLL)), Map.of("cancel-aia", "true"));
        assertThat(cancelled.isLoggedIn()).isFalse();
    }

    @Test
    void theSecondPostOfAPageIsOfThatPagesService() {
        TestUser user = requested();
        HttpLogin login = new HttpLogin(services.realm());
        HttpPage first = services.afterPassword(login, production.query(), user);
        EnrolledUser phone = services.phone(first, user);
        HttpLogin twin = login.twin();
        String code = phone.freshCode();

        HttpPage second = login.enroll(first, code, "first");
        HttpPage again = twin.enroll(first, code, "first");

        assertThat(issuer(second)).isEqualTo("Real Bank");
        assertThat(again.isLoggedIn()).isFalse();
        assertThat(services.labels(user)).containsExactly("first");
    }

    @Test
    void aDefaultActionMeansTheSame() {
        String path = services.realm().path("/authentication/required-actions/" + ENROLL);
        ObjectNode action =
                (ObjectNode) services.realm().admin().get(path).expect(200).body();
        services.realm().admin().put(path, action.put("defaultAction", true)).expect(204);
        try {
            TestUser user = services.newUser();
            HttpPage page =
                    services.afterPassword(new HttpLogin(services.realm()), Map.of("client_id", WITHOUT_CODE), user);

            assertThat(issuer(page)).isEqualTo("Stage Bank");
        } finally {
            services.realm()
                    .admin()
                    .put(path, action.put("defaultAction", false))
                    .expect(204);
        }
    }

    @Test
    void theConsoleRefusesAServiceThatDoesNotExist() {
        String path = services.realm().path("/authentication/required-actions/" + ENROLL + "/config");
        for (String wrong : List.of("Stage", stage.sid() + "0", "VA" + "0".repeat(32))) {
            Reply reply = services.realm().admin().put(path, Map.of("config", Map.of("service", wrong)));

            assertThat(reply.status()).isEqualTo(400);
        }
        assertThat(serviceOfTheAction()).isEqualTo(stage.sid());
    }

    @Test
    void theApiKeepsTheServiceOfTheRequiredAction() {
        services.api()
                .post("/Services/" + services.api().defaultService(), Form.of("Totp.Skew", "1"))
                .expect(200);

        assertThat(serviceOfTheAction()).isEqualTo(stage.sid());
    }

    private String serviceOfTheAction() {
        return services.realm()
                .admin()
                .get(services.realm().path("/authentication/required-actions/" + ENROLL + "/config"))
                .expect(200)
                .body()
                .at("/config/service")
                .asText();
    }

    @Test
    void nothingIsSetUpOnceTheServiceOfTheRequiredActionIsDeleted() {
        String sid = services.api().addService("Short-lived");
        configure(Map.of("service", sid, "notifyUsers", "off"));
        services.api().delete("/Services/" + sid).expect(204);
        try {
            TestUser user = services.newUser();
            HttpPage page = services.afterPassword(
                    new HttpLogin(services.realm()), Map.of("client_id", WITHOUT_CODE, "kc_action", ENROLL), user);

            assertThat(page.isEnrollment() || page.isLoggedIn()).isFalse();
            assertThat(page.status()).isEqualTo(503);
            assertThat(issuer(services.afterPassword(new HttpLogin(services.realm()), production.query(), user)))
                    .isEqualTo("Real Bank");
        } finally {
            nameStage();
        }
    }

    private static TestUser requested() {
        TestUser user = services.newUser();
        services.realm()
                .admin()
                .put(services.realm().path("/users/" + user.id()), Map.of("requiredActions", List.of(ENROLL)))
                .expect(204);
        return user;
    }

    private static void configure(Map<String, String> config) {
        services.realm().configureEnrollment(new HashMap<>(config));
    }

    private static String issuer(HttpPage page) {
        return AuthenticatorApp.scan(page.otpAuthUri()).issuer();
    }
}
