package io.verifytotp.keycloak.it.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verifytotp.keycloak.it.service.ServicesRealm.Site;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.mail.Mailbox;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.FlowEditor;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The Service that a flow names also holds for password resets and grace periods, and goes along with the realm. */
class OtherWaysIT {
    private static Mailbox mailbox;
    private static ServicesRealm services;

    @BeforeAll
    static void createRealm() {
        mailbox = Mailbox.open();
        services = ServicesRealm.of(
                RealmBuilder.aRealm().codeRequired().passwordReset(mailbox).enrollConfig(Map.of("notifyUsers", "off")));
        FlowEditor reset = FlowEditor.create(services.realm(), "reset at stage")
                .add("REQUIRED", "reset-credentials-choose-user")
                .add("REQUIRED", "reset-credential-email");
        reset.addSubFlow("CONDITIONAL", "second factor")
                .add("REQUIRED", "conditional-user-configured")
                .add(
                        "REQUIRED",
                        "verify-totp-form",
                        Map.of("service", services.stage().sid()));
        reset.add("REQUIRED", "reset-password").bind("resetCredentialsFlow");
    }

    @AfterAll
    static void deleteRealm() {
        services.close();
        mailbox.close();
    }

    @Test
    void aPasswordResetAsksThoseWhoHaveAFactorOfItsService() {
        TestUser user = services.newUser();
        EnrolledUser atStage = services.enrolled(services.stage(), user);
        services.enrolledByDefault(user);
        TestUser elsewhere = services.newUser();
        services.enrolledByDefault(elsewhere);

        HttpLogin login = new HttpLogin(services.realm());
        HttpPage asked = login.open(mailedLink(login, user));
        assertThat(asked.asksForCode()).isTrue();
        assertThat(login.code(asked, atStage.freshCode()).html().hasField("password-new"))
                .isTrue();

        HttpLogin other = new HttpLogin(services.realm());
        assertThat(other.open(mailedLink(other, elsewhere)).html().hasField("password-new"))
                .isTrue();
    }

    @Test
    void theLinkAsksInAnotherBrowserAsWell() {
        TestUser user = services.newUser();
        services.enrolled(services.stage(), user);
        URI link = mailedLink(new HttpLogin(services.realm()), user);

        assertThat(new HttpLogin(services.realm()).open(link).asksForCode()).isTrue();
    }

    @Test
    void aGracePeriodIsThatOfTheService() {
        String path = services.realm()
                .path("/components/" + uuid(services.api().addService("Generous", "Totp.Issuer", "Generous Bank")));
        ObjectNode component =
                (ObjectNode) services.realm().admin().get(path).expect(200).body();
        component.withObjectProperty("config").putArray("graceSkips").add("1");
        services.realm().admin().put(path, component).expect(204);
        String sid = "VA" + component.get("id").asText().replace("-", "");
        Site generous = new Site("generous", sid, "Generous Bank");
        services.addClient(generous.client(), services.requiredFlow(generous.client(), sid));
        TestUser user = services.newUser();

        HttpLogin login = new HttpLogin(services.realm());
        HttpPage page = services.afterPassword(login, generous.query(), user);
        assertThat(login.submit(page, Map.of("skip", "true")).isLoggedIn()).isTrue();
        HttpLogin second = new HttpLogin(services.realm());
        HttpPage over = services.afterPassword(second, generous.query(), user);
        assertThat(second.submit(over, Map.of("skip", "true")).isLoggedIn()).isFalse();
        HttpLogin other = new HttpLogin(services.realm());
        HttpPage strict = services.afterPassword(other, services.stage().query(), user);
        assertThat(other.submit(strict, Map.of("skip", "true")).isLoggedIn()).isFalse();
    }

    @Test
    void whatIsPostponedInOneServiceIsNotPostponedInTheOther() {
        String sid = services.api().addService("Patient", "Totp.Issuer", "Patient Bank");
        String path = services.realm().path("/components/" + uuid(sid));
        ObjectNode component =
                (ObjectNode) services.realm().admin().get(path).expect(200).body();
        component.withObjectProperty("config").putArray("graceSkips").add("1");
        services.realm().admin().put(path, component).expect(204);
        Site patient = new Site("patient", sid, "Patient Bank");
        services.addClient(patient.client(), services.requiredFlow(patient.client(), sid));
        TestUser user = services.newUser();
        services.realm()
                .admin()
                .put(
                        services.realm().path("/users/" + user.id()),
                        Map.of("requiredActions", new String[] {"verify-totp-enroll"}))
                .expect(204);

        HttpLogin login = new HttpLogin(services.realm());
        HttpPage byDefault = services.afterPassword(login, patient.query(), user);
        assertThat(AuthenticatorApp.scan(byDefault.otpAuthUri()).issuer())
                .isEqualTo(services.realm().name());
        HttpPage postponable = services.enroll(login, byDefault, "phone");
        assertThat(AuthenticatorApp.scan(postponable.otpAuthUri()).issuer()).isEqualTo("Patient Bank");
    }

    @Test
    void anExportAndImportKeepsServicesAndWhatNamesThem() {
        ServicesRealm exported = ServicesRealm.of(RealmBuilder.aRealm().codeRequired());
        TestRealm realm = exported.realm();
        realm.configureEnrollment(Map.of("service", exported.stage().sid()));
        ObjectNode export = (ObjectNode) realm.admin()
                .post(realm.path("/partial-export?exportClients=true&exportGroupsAndRoles=true"), Map.of())
                .expect(200)
                .body();
        assertThat(configs(export))
                .contains(exported.stage().sid())
                .contains(exported.production().sid());
        realm.close();
        realm.admin().createRealm(export);
        try (realm) {
            TestUser user = realm.addUser("imported");

            HttpPage atProduction = exported.afterPassword(
                    new HttpLogin(realm), exported.production().query(), user);
            HttpPage byDefault = new HttpLogin(realm).startWithPassword(user);

            assertThat(AuthenticatorApp.scan(atProduction.otpAuthUri()).issuer())
                    .isEqualTo("Real Bank");
            assertThat(AuthenticatorApp.scan(byDefault.otpAuthUri()).issuer()).isEqualTo(realm.name());
            assertThat(realm.admin()
                            .get(realm.path("/authentication/required-actions/verify-totp-enroll/config"))
                            .expect(200)
                            .body()
                            .at("/config/service")
                            .asText())
                    .isEqualTo(exported.stage().sid());
        }
    }

    private static String configs(JsonNode export) {
        return ((ArrayNode) export.get("authenticatorConfig")).toString();
    }

    private static String uuid(String sid) {
        return sid.substring(2).replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
    }

    private static URI mailedLink(HttpLogin login, TestUser user) {
        HttpPage start = login.start();
        String forgot = start.html().link("/login-actions/reset-credentials").orElseThrow();
        int before = mailbox.mails().size();
        login.submit(login.open(start.uri().resolve(forgot)), Map.of("username", user.username()));
        return mailbox.awaitLink(before);
    }
}
