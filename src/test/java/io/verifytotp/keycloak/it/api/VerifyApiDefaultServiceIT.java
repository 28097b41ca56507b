package io.verifytotp.keycloak.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The Service that every realm has: the one that the admin console edits and the login pages go by. */
class VerifyApiDefaultServiceIT {
    @AutoClose
    private static TestRealm realm;

    private static VerifyApi api;
    private static String path;

    @BeforeAll
    static void createRealm() {
        realm = RealmBuilder.aRealm().with("displayName", "Owl Bank").createOn(SharedKeycloak.get());
        api = realm.api(ApiRole.MANAGE);
        path = "/Services/" + api.defaultService();
    }

    @Test
    void isNamedAfterTheRealm() {
        ApiReply service = api.get(path).expect(200);

        assertThat(service.field("friendly_name")).isEqualTo("Owl Bank");
        assertThat(service.body().get("default").asBoolean()).isTrue();
        assertThat(service.body().get("date_created").isNull()).isTrue();
        assertThat(service.body().get("date_updated").isNull()).isTrue();
        assertThat(api.list("/Services"))
                .filteredOn(node -> node.get("default").asBoolean())
                .hasSize(1);
    }

    @Test
    void isWhatTheConsoleEdits() {
        try (TestRealm edited = RealmBuilder.aRealm().codeRequired().createOn(SharedKeycloak.get())) {
            VerifyApi editor = edited.api(ApiRole.MANAGE);
            String service = "/Services/" + editor.defaultService();
            edited.configureEnrollment(Map.of("issuer", "By console", "skew", "2", "lockAfter", "7"));

            ApiReply seen = editor.get(service);
            ApiReply changed = editor.post(service, Form.of("Totp.Issuer", "By API", "Totp.CodeLength", "8"));

            assertThat(seen.field("totp/issuer")).isEqualTo("By console");
            assertThat(seen.field("totp/skew")).isEqualTo("2");
            assertThat(changed.expect(200).field("totp/skew")).isEqualTo("2");
            JsonNode config = edited.admin()
                    .get(edited.path("/authentication/required-actions/verify-totp-enroll/config"))
                    .expect(200)
                    .body()
                    .get("config");
            assertThat(config.get("issuer").asText()).isEqualTo("By API");
            assertThat(config.get("codeLength").asText()).isEqualTo("8");
            assertThat(config.get("lockAfter").asText()).isEqualTo("7");
            assertThat(EnrolledUser.enroll(edited, "late").app().digits()).isEqualTo(8);
        }
    }

    @Test
    void takesCodesOfAtLeastSixDigits() {
        api.post(path, Form.of("Totp.CodeLength", "5")).expectInvalid("Totp.CodeLength");
    }

    @Test
    void keepsItsName() {
        api.post(path, Form.of("FriendlyName", "Mine")).expectInvalid("FriendlyName");
    }

    @Test
    void cannotBeDeleted() {
        api.delete(path).expectError(403, 20403);

        api.get(path).expect(200);
    }
}
