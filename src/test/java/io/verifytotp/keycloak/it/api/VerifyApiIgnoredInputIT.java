package io.verifytotp.keycloak.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verifytotp.keycloak.it.support.api.ApiClient;
import io.verifytotp.keycloak.it.support.api.ApiClientBuilder;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a caller says about a factor's or a challenge's state is not heard: the server knows it. */
class VerifyApiIgnoredInputIT {
    /** All that the API does not have, what it only answers, and what is for push factors. */
    private static final Form IN_VAIN = Form.of("Status", "verified", "status", "verified", "Attempts", "-5")
            .and("attempts", "0", "Failures", "0", "failures", "0", "LockedUntil", "", "Disabled", "false")
            .and("Secret", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "Seed", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
            .and("Sid", "YF" + "a".repeat(32), "AccountSid", "AC" + "a".repeat(32), "Verified", "true")
            .and("EntitySid", "YE" + "a".repeat(32), "ServiceSid", "VA" + "a".repeat(32), "Identity", "admin")
            .and("DateCreated", "2001-01-01T00:00:00Z", "LastUsed", "2001-01-01T00:00:00Z", "Unheard.Of", "x")
            .and("RespondedReason", "not_needed", "ClientId", "admin-cli")
            .and("Binding.Alg", "ES256", "Binding.PublicKey", "MFkw", "Config.AppId", "org.example")
            .and("Config.NotificationPlatform", "fcm", "Config.NotificationToken", "t", "Config.SdkVersion", "1");

    @AutoClose
    private static TestRealm realm;

    private static VerifyApi api;

    @BeforeAll
    static void createRealm() {
        realm = RealmBuilder.aRealm().createOn(SharedKeycloak.get());
        api = realm.api(ApiRole.MANAGE);
    }

    @Test
    void aNewFactorIsUnverifiedWithASeedOfItsOwn() {
        TestUser user = realm.addUser("creator");
        Form form = IN_VAIN.and("FriendlyName", "Phone", "FactorType", "totp");

        ApiReply created = api.post(VerifyApi.entity(api.defaultService(), user) + "/Factors", form)
                .expect(201);

        assertThat(created.field("status")).isEqualTo("unverified");
        assertThat(created.sid()).isNotEqualTo("YF" + "a".repeat(32));
        assertThat(created.field("identity")).isEqualTo(user.id());
        assertThat(created.field("binding/secret")).isNotEqualTo("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assertThat(created.field("date_created")).doesNotStartWith("2001");
        assertThat(realm.credentials(user))
                .noneMatch(credential -> credential.get("type").asText().equals("verify-totp"));
    }

    @Test
    void aFactorStaysWhatItIs() {
        ApiFactor pending = ApiFactor.create(api, realm.addUser("pending"));
        ApiFactor verified = ApiFactor.verified(api, realm.addUser("verified"));

        for (ApiFactor factor : new ApiFactor[] {pending, verified}) {
            JsonNode before = factor.fetch().body();

            ApiReply updated =
                    api.post(factor.path(), IN_VAIN.and("Binding.Secret", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"));

            assertThat(withoutUpdate(updated.expect(200).body())).isEqualTo(withoutUpdate(before));
        }
        assertThat(pending.verified().fetch().field("status")).isEqualTo("verified");
        assertThat(verified.statusFor(verified.freshCode())).isEqualTo("approved");
    }

    @Test
    void aLockedFactorStaysLocked() {
        ApiFactor factor = ApiFactor.verified(api, realm.addUser("locked"));
        factor.guessWrong(5);

        api.post(factor.path(), IN_VAIN.and("FriendlyName", "Unlocked?")).expect(200);

        assertThat(factor.fetch().field("failures")).isEqualTo("5");
        assertThat(factor.statusFor(factor.codeOfStep(1))).isEqualTo("pending");
    }

    @Test
    void aNewChallengeIsPending() {
        ApiFactor factor = ApiFactor.verified(api, realm.addUser("challenger"));

        ApiReply created = api.post(factor.challenges(), IN_VAIN.and("FactorSid", factor.sid(), "Status", "approved"));

        assertThat(created.expect(201).field("status")).isEqualTo("pending");
        assertThat(created.field("responded_reason")).isEqualTo("none");
        assertThat(created.field("attempts")).isEqualTo("0");
        assertThat(created.body().get("client_id").isNull()).isTrue();
        assertThat(created.body().get("date_responded").isNull()).isTrue();
    }

    @Test
    void aChallengeStaysWhatItIs() {
        ApiFactor factor = ApiFactor.verified(api, realm.addUser("answerer"));
        String challenge =
                factor.challengeWith("AuthPayload", factor.wrongCode()).sid();
        JsonNode before = api.get(factor.challenge(challenge)).body();

        Form form = IN_VAIN.and("Status", "approved", "FactorSid", "YF" + "a".repeat(32), "Details.Message", "New")
                .and("ExpirationDate", "2099-01-01T00:00:00Z", "HiddenDetails", "{\"a\":\"b\"}");
        ApiReply updated = api.post(factor.challenge(challenge), form);

        assertThat(withoutUpdate(updated.expect(200).body())).isEqualTo(withoutUpdate(before));
    }

    @Test
    void aServiceKeepsItsSid() {
        String sid = api.addService("Service");
        JsonNode before = api.get("/Services/" + sid).body();

        ApiReply updated = api.post("/Services/" + sid, IN_VAIN.and("Default", "true", "default", "true"));

        assertThat(withoutUpdate(updated.expect(200).body())).isEqualTo(withoutUpdate(before));
    }

    @Test
    void parametersInTheQueryOfAPostCountForNothing() {
        ApiFactor factor = ApiFactor.create(api, realm.addUser("query"));

        ApiReply updated = api.post(
                factor.path() + "?AuthPayload=" + factor.freshCode() + "&FriendlyName=Query&Status=verified",
                Form.of());

        assertThat(updated.expect(200).field("status")).isEqualTo("unverified");
        assertThat(updated.field("friendly_name")).isEqualTo("Phone of query");
    }

    @Test
    void aFormsClientCredentialsDoNotMakeAnotherCaller() {
        ApiClient viewer = ApiClientBuilder.aClient().roles(ApiRole.VIEW).createIn(realm);
        Form form = Form.of("FriendlyName", "Mine", "client_id", "admin-cli", "client_secret", "x");

        ApiReply reply = viewer.api().post("/Services", form);

        assertThat(Map.of(401, 20003, 403, 20403)).containsEntry(reply.status(), reply.code());
        reply.expectError(reply.status(), reply.code());
    }

    private static JsonNode withoutUpdate(JsonNode body) {
        return ((ObjectNode) body.deepCopy()).without("date_updated");
    }
}
