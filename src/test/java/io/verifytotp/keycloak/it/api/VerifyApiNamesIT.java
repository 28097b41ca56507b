package io.verifytotp.keycloak.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that people read somewhere lose the characters that nobody sees. */
class VerifyApiNamesIT {
    private static final String TURNED = "Oli\u202Evia\u2066's\u2069 pho\u200Bne\uFEFF";
    private static final String SEEN = "Olivia's phone";

    @AutoClose
    private static TestRealm realm;

    private static VerifyApi api;

    @BeforeAll
    static void createRealm() {
        realm = RealmBuilder.aRealm()
                .codeRequired()
                .enrollConfig(Map.of("maxFactors", "3"))
                .createOn(SharedKeycloak.get());
        api = realm.api(ApiRole.MANAGE);
    }

    @Test
    void ofFactors() {
        ApiFactor factor = ApiFactor.create(api, realm.addUser("olivia"), "Metadata", "{}");

        ApiReply renamed = factor.update("FriendlyName", TURNED);

        assertThat(renamed.expect(200).field("friendly_name")).isEqualTo(SEEN);
        ApiReply made = api.post(factor.entity() + "/Factors", Form.of("FriendlyName", TURNED, "FactorType", "totp"));
        assertThat(made.expect(201).field("friendly_name")).isEqualTo(SEEN);
        assertThat(AuthenticatorApp.scan(made.field("binding/uri")).label()).endsWith(":" + SEEN);
    }

    @Test
    void ofServicesAndIssuers() {
        ApiReply made = api.post("/Services", Form.of("FriendlyName", TURNED, "Totp.Issuer", TURNED));

        assertThat(made.expect(201).field("friendly_name")).isEqualTo(SEEN);
        assertThat(made.field("totp/issuer")).isEqualTo(SEEN);
    }

    @Test
    void ofLabelsAtTheLogin() {
        EnrolledUser user = EnrolledUser.enroll(realm, realm.addUser("otto"), TURNED);

        assertThat(api.list(VerifyApi.entity(api.defaultService(), user.user()) + "/Factors"))
                .extracting(factor -> factor.get("friendly_name").asText())
                .containsExactly(SEEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u202E", "\u200B\u200D", " \u2066 "})
    void areRefusedWhereNothingIsLeft(String name) {
        String entity = VerifyApi.entity(
                api.defaultService(), realm.addUser("nameless-" + Integer.toHexString(name.hashCode())));

        api.post(entity + "/Factors", Form.of("FriendlyName", name, "FactorType", "totp"))
                .expectInvalid("FriendlyName");
        api.post("/Services", Form.of("FriendlyName", name)).expectInvalid("FriendlyName");
        api.post("/Services", Form.of("FriendlyName", "x", "Totp.Issuer", name)).expectInvalid("Totp.Issuer");
    }
}
