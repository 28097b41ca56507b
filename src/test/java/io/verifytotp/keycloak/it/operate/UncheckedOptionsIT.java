package io.verifytotp.keycloak.it.operate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verifytotp.keycloak.it.support.Json;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.FastRealm;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Options that nobody has checked: Keycloak stores whatever configuration comes with the required action itself, as
 * configuration tools send it, or with a realm import.
 */
class UncheckedOptionsIT {
    private static final String ACTIONS = "/authentication/required-actions/";
    private static final String ACTION = ACTIONS + "verify-totp-enroll";
    private static final Map<String, String> WRONG = Map.of("codeLength", "99", "skew", "7", "issuer", "a:b");

    private TestRealm realm;
    private VerifyApi api;
    private String service;
    private EnrolledUser before;

    @BeforeEach
    void createRealm() {
        realm = RealmBuilder.aRealm()
                .with("displayName", "Owl Bank")
                .codeRequired()
                .enrollConfig(Map.of("codeLength", "8", "skew", "2", "maxFactors", "2"))
                .createOn(SharedKeycloak.get());
        api = realm.api(ApiRole.MANAGE);
        service = "/Services/" + api.defaultService();
        before = EnrolledUser.enroll(realm, "before");
    }

    @AfterEach
    void deleteRealm() {
        realm.close();
    }

    @Test
    void ofWrongValuesTheDefaultsCountEverywhere() {
        putAction(WRONG);

        assertThat(api.get(service).expect(200).body().get("totp"))
                .isEqualTo(Json.parse("{\"issuer\":null,\"time_step\":null,\"code_length\":6,\"skew\":1}"));
        HttpPage page = new HttpLogin(realm).startWithPassword(realm.addUser("after"));
        assertThat(AuthenticatorApp.scan(page.otpAuthUri()).digits()).isEqualTo(6);
        assertThat(AuthenticatorApp.scan(page.otpAuthUri()).issuer()).isEqualTo("Owl Bank");
        assertThat(page.html().source()).contains("Enter the 6-digit code that the app shows.");
        assertThat(ApiFactor.create(api, realm.addUser("over-api")).fetch().field("config/skew"))
                .isEqualTo("1");
        assertThat(before.logIn(before.freshCode()).isLoggedIn()).isTrue();
    }

    @Test
    void eachWrongValueIsLoggedOnceUntilItIsAnotherOne() {
        putAction(Map.of("codeLength", "99", "skew", "seven\n2026 FAKED LINE"));
        for (int i = 0; i < 3; i++) {
            api.get(service).expect(200);
        }
        putAction(Map.of("codeLength", "98"));
        api.get(service).expect(200);
        putAction(Map.of("codeLength", "abc"));
        api.get(service).expect(200);

        List<String> lines = warnings();
        assertThat(lines).filteredOn(line -> line.contains("codeLength")).hasSize(3);
        assertThat(lines).filteredOn(line -> line.contains("skew")).hasSize(1);
        assertThat(lines).filteredOn(line -> line.contains("\"99\"")).hasSize(1);
        assertThat(SharedKeycloak.get().log().lines()).noneMatch(line -> line.startsWith("2026 FAKED LINE"));
    }

    @Test
    void anUpdateOverTheApiRepairsThem() {
        putAction(new HashMap<>(Map.of(
                "codeLength",
                "99",
                "skew",
                "7",
                "issuer",
                "a:b",
                "graceDays",
                "30",
                "graceSkips",
                "x",
                "lockAfter",
                "7")));

        ApiReply updated = api.post(service, Form.of("Totp.TimeStep", "60"));

        assertThat(updated.expect(200).body().get("totp"))
                .isEqualTo(Json.parse("{\"issuer\":null,\"time_step\":60,\"code_length\":6,\"skew\":1}"));
        JsonNode stored = storedConfig();
        assertThat(stored.get("codeLength").asText()).isEqualTo("6");
        assertThat(stored.get("skew").asText()).isEqualTo("1");
        assertThat(stored.get("timeStep").asText()).isEqualTo("60");
        assertThat(stored.get("lockAfter").asText()).isEqualTo("7");
        assertThat(stored.get("graceDays").asText()).isEqualTo("0");
        assertThat(stored.get("graceSkips").asText()).isEqualTo("0");
        realm.configureEnrollment(Map.of("skew", "2"));
    }

    /** Days without the number of times that was meant to limit them would let users go without a factor for longer. */
    @Test
    void aWrongLimitOfTheGracePeriodEndsIt() {
        putAction(Map.of("graceDays", "30", "graceSkips", "three"));

        HttpPage page = new HttpLogin(realm).startWithPassword(realm.addUser("unlimited"));

        assertThat(page.isEnrollment()).isTrue();
        assertThat(page.html().hasId("verify-totp-later")).isFalse();
    }

    @Test
    void withoutConfigurationTheDefaultsCount() {
        ObjectNode action = action();
        action.remove("config");
        realm.admin().put(realm.path(ACTION), action).expect(204);

        assertThat(api.get(service).expect(200).body().get("totp"))
                .isEqualTo(Json.parse("{\"issuer\":null,\"time_step\":null,\"code_length\":null,\"skew\":null}"));
        assertThat(AuthenticatorApp.scan(new HttpLogin(realm)
                                .startWithPassword(realm.addUser("after"))
                                .otpAuthUri())
                        .digits())
                .isEqualTo(6);
        assertThat(before.logIn(before.freshCode()).isLoggedIn()).isTrue();
        assertThat(api.post(service, Form.of("Totp.Skew", "2")).expect(200).field("totp/skew"))
                .isEqualTo("2");
    }

    @Test
    void aDisabledActionKeepsItsOptionsAndLetsNobodyInWithoutAFactor() {
        ObjectNode action = action();
        action.put("enabled", false);
        realm.admin().put(realm.path(ACTION), action).expect(204);

        HttpPage page = new HttpLogin(realm).startWithPassword(realm.addUser("stranger"));

        assertThat(page.isLoggedIn()).isFalse();
        assertThat(page.error()).isEqualTo("Cannot login, credential setup required.");
        assertThat(before.logIn(before.freshCode()).isLoggedIn()).isTrue();
        assertThat(api.get(service).expect(200).field("totp/code_length")).isEqualTo("8");
        assertThat(api.post(service, Form.of("Totp.CodeLength", "7"))
                        .expect(200)
                        .field("totp/code_length"))
                .isEqualTo("7");
    }

    @Test
    void aDeletedActionLeavesTheDefaultsAndLetsNobodyInWithoutAFactor() {
        realm.admin().delete(realm.path(ACTION)).expect(204);

        HttpPage page = new HttpLogin(realm).startWithPassword(realm.addUser("stranger"));

        assertThat(page.isLoggedIn()).isFalse();
        assertThat(page.error()).isEqualTo("Cannot login, credential setup required.");
        assertThat(before.logIn(before.freshCode()).isLoggedIn()).isTrue();
        assertThat(api.get(service).expect(200).body().get("totp"))
                .isEqualTo(Json.parse("{\"issuer\":null,\"time_step\":null,\"code_length\":null,\"skew\":null}"));
        api.post(service, Form.of("Totp.Skew", "2")).expectError(403, 20403);
        assertThat(ApiFactor.create(api, realm.addUser("over-api"))
                        .verified()
                        .fetch()
                        .field("status"))
                .isEqualTo("verified");
        assertThat(warnings())
                .filteredOn(line -> line.contains("has no required action"))
                .hasSize(1);
    }

    /** As the operators' guide says for those who don't want to wait for the next start. */
    @Test
    void aDeletedActionIsRegisteredAgainOverTheAdminApi() {
        realm.admin().delete(realm.path(ACTION)).expect(204);

        realm.admin()
                .post(
                        realm.path("/authentication/register-required-action"),
                        Map.of("providerId", "verify-totp-enroll", "name", "Set up Verify TOTP"))
                .expect(204);
        realm.configureEnrollment(Map.of("codeLength", "7"));

        assertThat(EnrolledUser.enroll(realm, "after").app().digits()).isEqualTo(7);
        assertThat(api.get(service).expect(200).field("totp/code_length")).isEqualTo("7");
    }

    @Test
    void aRealmImportIsNotCheckedEither() {
        ObjectNode export = (ObjectNode) realm.admin()
                .post(realm.path("/partial-export"), Map.of())
                .expect(200)
                .body();
        Map<String, Object> imported = new HashMap<>(FastRealm.SETTINGS);
        imported.put("realm", realm.name() + "-copy");
        imported.put("enabled", true);
        export.get("requiredActions").forEach(each -> {
            if (each.get("alias").asText().equals("verify-totp-enroll")) {
                ((ObjectNode) each).set("config", Json.parse(Json.write(WRONG)));
            }
        });
        imported.put("requiredActions", export.get("requiredActions"));
        realm.admin().createRealm(imported);
        try (TestRealm copy = new TestRealm(realm.keycloak(), realm.admin(), realm.name() + "-copy")) {
            VerifyApi there = copy.api(ApiRole.MANAGE);

            ApiReply seen = there.get("/Services").expect(200);
            ApiReply repaired = there.post("/Services/" + there.defaultService(), Form.of("Totp.Skew", "2"));

            assertThat(seen.field("services/0/totp/code_length")).isEqualTo("6");
            assertThat(repaired.expect(200).field("totp/skew")).isEqualTo("2");
        }
    }

    private List<String> warnings() {
        String id =
                realm.admin().get(realm.path("")).expect(200).body().get("id").asText();
        return SharedKeycloak.get()
                .log()
                .lines()
                .filter(line -> line.contains("WARN") && line.contains(id))
                .toList();
    }

    /** As configuration tools do it: with the action itself, past the check of its configuration. */
    private void putAction(Map<String, String> config) {
        ObjectNode action = action();
        action.set("config", Json.parse(Json.write(config)));
        realm.admin().put(realm.path(ACTION), action).expect(204);
    }

    private ObjectNode action() {
        return (ObjectNode) realm.admin().get(realm.path(ACTION)).expect(200).body();
    }

    private JsonNode storedConfig() {
        return realm.admin()
                .get(realm.path(ACTION + "/config"))
                .expect(200)
                .body()
                .get("config");
    }
}
