package io.verifytotp.keycloak.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.Json;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.http.Reply;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Services over the Verify API: the realm's own, which the console edits as well, and further ones. */
class VerifyApiServicesIT {
    private static final String DATE = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ";

    @AutoClose
    private static TestRealm realm;

    private static VerifyApi api;

    @BeforeAll
    static void createRealm() {
        realm = RealmBuilder.aRealm()
                .with("displayName", "Owl Bank")
                .codeRequired()
                .createOn(SharedKeycloak.get());
        api = realm.api(ApiRole.MANAGE);
    }

    @Nested
    class New {
        @Test
        void hasWhatWasAskedFor() {
            ApiReply created = api.post(
                    "/Services",
                    Form.of("FriendlyName", "Shop", "Totp.Issuer", "Owl Shop", "Totp.TimeStep", "60")
                            .and("Totp.CodeLength", "8", "Totp.Skew", "2"));

            created.expect(201);
            assertThat(created.sid()).matches("VA[0-9a-f]{32}");
            assertThat(created.field("account_sid")).isEqualTo(accountSid());
            assertThat(created.field("friendly_name")).isEqualTo("Shop");
            assertThat(created.body().get("totp"))
                    .isEqualTo(Json.parse("{\"issuer\":\"Owl Shop\",\"time_step\":60,\"code_length\":8,\"skew\":2}"));
            assertThat(created.body().get("default").asBoolean()).isFalse();
            assertThat(created.field("url")).isEqualTo(api.root() + "/Services/" + created.sid());
            assertThat(created.field("links/entities")).isEqualTo(created.field("url") + "/Entities");
            assertThat(created.field("date_created")).matches(DATE);
            assertThat(created.field("date_updated")).matches(DATE);
            assertThat(api.follow(created.field("url")).expect(200).body()).isEqualTo(created.body());
        }

        @Test
        void leavesUnsetWhatWasNotSaid() {
            ApiReply created = api.post("/Services", Form.of("FriendlyName", "Plain", "Totp.Issuer", ""));

            assertThat(created.expect(201).body().get("totp"))
                    .isEqualTo(Json.parse("{\"issuer\":null,\"time_step\":null,\"code_length\":null,\"skew\":null}"));
        }

        @Test
        void saysNoToAllThatIsNotTotp() {
            Form form = Form.of("FriendlyName", "Deaf", "CodeLength", "4", "LookupEnabled", "true")
                    .and("Psd2Enabled", "true", "SkipSmsToLandlines", "true", "DtmfInputRequired", "true")
                    .and("TtsName", "Tim", "DoNotShareWarningEnabled", "true", "CustomCodeEnabled", "true")
                    .and("Push.IncludeDate", "true", "Push.ApnCredentialSid", "CR" + "a".repeat(32))
                    .and("Whatsapp.From", "whatsapp:+1234567890", "Passkeys.RelyingParty.Id", "example.org")
                    .and("DefaultTemplateSid", "HJ" + "a".repeat(32), "VerifyEventSubscriptionEnabled", "true")
                    .and("Sid", "VA" + "a".repeat(32), "Unheard.Of", "yes");

            JsonNode created = api.post("/Services", form).expect(201).body();

            assertThat(created.get("sid").asText()).isNotEqualTo("VA" + "a".repeat(32));
            for (String feature : new String[] {
                "lookup_enabled",
                "psd2_enabled",
                "skip_sms_to_landlines",
                "dtmf_input_required",
                "do_not_share_warning_enabled",
                "custom_code_enabled",
                "verify_event_subscription_enabled"
            }) {
                assertThat(created.get(feature).isBoolean()).as(feature).isTrue();
                assertThat(created.get(feature).asBoolean()).as(feature).isFalse();
            }
            for (String feature : new String[] {"tts_name", "push", "whatsapp", "passkeys", "default_template_sid"}) {
                assertThat(created.get(feature).isNull()).as(feature).isTrue();
            }
        }

        @Test
        void needsAName() {
            api.post("/Services", Form.of()).expectInvalid("FriendlyName");
            api.post("/Services", Form.of("FriendlyName", "", "Totp.Skew", "1")).expectInvalid("FriendlyName");
        }

        @Test
        void isExportedWithTheRealm() {
            String name = "Exported " + UUID.randomUUID().toString().substring(0, 8);
            api.addService(name);

            Reply export = realm.admin().post(realm.path("/partial-export"), Map.of());

            assertThat(export.expect(200).body().get("components").toString()).contains(name);
        }
    }

    @Test
    void itsDatesComeThroughAnExportAndImport() {
        String sid = api.addService("Moving", "Totp.Issuer", "Moved", "Totp.CodeLength", "4");
        JsonNode here = api.get("/Services/" + sid).expect(200).body();
        JsonNode export = realm.admin()
                .post(realm.path("/partial-export"), Map.of())
                .expect(200)
                .body();
        api.delete("/Services/" + sid).expect(204);
        String type = "io.verifytotp.keycloak.store.realm.ServiceComponent";
        List<JsonNode> moving = new ArrayList<>();
        export.at("/components/" + type).forEach(component -> {
            if (component.get("name").asText().equals("Moving")) {
                moving.add(component);
            }
        });
        Map<String, Object> copy = new HashMap<>();
        copy.put("realm", realm.name() + "-moved");
        copy.put("enabled", true);
        copy.put("components", Map.of(type, moving));

        realm.admin().createRealm(copy);

        try (TestRealm there = new TestRealm(realm.keycloak(), realm.admin(), realm.name() + "-moved")) {
            JsonNode arrived = there.api(ApiRole.MANAGE)
                    .get("/Services/" + sid)
                    .expect(200)
                    .body();
            for (String key : List.of("date_created", "date_updated", "friendly_name", "totp")) {
                assertThat(arrived.get(key)).as(key).isEqualTo(here.get(key));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            FriendlyName    | abcdefghijklmnopqrstuvwxyz0123456
            FriendlyName    | Owl:Bank
            FriendlyName    | 'Owl\u0007Bank'
            Totp.Issuer     | Owl:Bank
            Totp.TimeStep   | 19
            Totp.TimeStep   | 61
            Totp.TimeStep   | 30.5
            Totp.TimeStep   | half a minute
            Totp.TimeStep   | 99999999999999999999
            Totp.CodeLength | 2
            Totp.CodeLength | 9
            Totp.CodeLength | six
            Totp.Skew       | -1
            Totp.Skew       | 3
            """)
    void valuesOutOfRangeAreRefusedWithTheirName(String parameter, String value) {
        String existing = api.addService("Kept");
        Form create = parameter.equals("FriendlyName") ? Form.of() : Form.of("FriendlyName", "Refused");

        api.post("/Services", create.and(parameter, value)).expectInvalid(parameter);
        api.post("/Services/" + existing, Form.of(parameter, value)).expectInvalid(parameter);

        assertThat(api.get("/Services/" + existing).field("friendly_name")).isEqualTo("Kept");
        assertThat(api.list("/Services"))
                .noneMatch(service -> service.get("friendly_name").asText().equals("Refused"));
    }

    @Test
    void anIssuerHas64CharactersAtMost() {
        api.post("/Services", Form.of("FriendlyName", "Long", "Totp.Issuer", "x".repeat(65)))
                .expectInvalid("Totp.Issuer");
        api.post("/Services", Form.of("FriendlyName", "Long", "Totp.Issuer", "x".repeat(64)))
                .expect(201);
    }

    @ParameterizedTest
    @CsvSource({"x,20,3,0", "abcdefghijklmnopqrstuvwxyz012345,60,8,2"})
    void theEndsOfEachRangeAreTaken(String name, String timeStep, String codeLength, String skew) {
        Form form = Form.of("FriendlyName", name, "Totp.TimeStep", timeStep)
                .and("Totp.CodeLength", codeLength, "Totp.Skew", skew);

        assertThat(api.post("/Services", form).expect(201).field("totp/code_length"))
                .isEqualTo(codeLength);
    }

    @Test
    void anUpdateChangesWhatItNamesAndNothingElse() {
        String sid = api.addService("Before", "Totp.Issuer", "Issuer", "Totp.TimeStep", "45");

        ApiReply updated = api.post("/Services/" + sid, Form.of("FriendlyName", "After", "Totp.Skew", "0"));
        ApiReply untouched = api.post("/Services/" + sid, Form.of("FriendlyName", "", "Totp.Issuer", ""));
        ApiReply empty = api.post("/Services/" + sid, Form.of());

        assertThat(updated.expect(200).field("friendly_name")).isEqualTo("After");
        assertThat(updated.body().get("totp"))
                .isEqualTo(Json.parse("{\"issuer\":\"Issuer\",\"time_step\":45,\"code_length\":null,\"skew\":0}"));
        assertThat(untouched.expect(200).body().get("totp"))
                .isEqualTo(updated.body().get("totp"));
        assertThat(empty.expect(200).field("friendly_name")).isEqualTo("After");
        assertThat(api.get("/Services/" + sid).field("friendly_name")).isEqualTo("After");
    }

    @Test
    void aDeletedServiceIsGoneWithAllThatItHad() {
        String sid = api.addService("Doomed");
        ApiFactor factor = ApiFactor.create(api, sid, realm.addUser("doomed")).verified();
        String challenge = factor.openChallenge();
        int credentials = realm.credentials(factor.user()).size();

        ApiReply deleted = api.delete("/Services/" + sid);

        assertThat(deleted.expect(204).text()).isEmpty();
        for (String path : new String[] {
            "/Services/" + sid, factor.entity(), factor.path(), factor.challenge(challenge), factor.challenges()
        }) {
            api.get(path).expectNotFound();
        }
        api.delete("/Services/" + sid).expectNotFound();
        assertThat(api.sids("/Services")).doesNotContain(sid);
        assertThat(realm.credentials(factor.user())).hasSize(credentials - 1);
    }

    @Test
    void theListBeginsWithTheDefaultServiceAndGoesByCreation() {
        String first = api.addService("First");
        String second = api.addService("Second");

        assertThat(api.sids("/Services"))
                .startsWith(api.defaultService())
                .containsSubsequence(first, second)
                .doesNotHaveDuplicates();
        assertThat(api.list("/Services?PageSize=1").stream()
                        .map(node -> node.get("sid").asText()))
                .isEqualTo(api.sids("/Services"));
    }

    @Test
    void aSidIsReadInEitherCaseAndWrittenInLowerCase() {
        String sid = api.addService("Cased");

        ApiReply fetched = api.get("/Services/VA" + sid.substring(2).toUpperCase(Locale.ROOT));

        assertThat(fetched.expect(200).sid()).isEqualTo(sid);
    }

    @ParameterizedTest
    @ValueSource(strings = {"VA", "VA1", "VAgggggggggggggggggggggggggggggggg", "default", "va", "%00", "%20"})
    void whatIsNoSidNamesNothing(String sid) {
        api.get("/Services/" + sid).expectNotFound();
        api.post("/Services/" + sid, Form.of("FriendlyName", "x")).expectNotFound();
        api.delete("/Services/" + sid).expectNotFound();
    }

    @Test
    void anUnknownServiceIsNotFound() {
        String unknown = "/Services/VA" + "0".repeat(32);

        api.get(unknown).expectNotFound();
        api.post(unknown, Form.of("FriendlyName", "x")).expectNotFound();
        api.delete(unknown).expectNotFound();
        api.get(unknown + "/Entities").expectNotFound();
    }

    private static String accountSid() {
        String id =
                realm.admin().get(realm.path("")).expect(200).body().get("id").asText();
        return "AC" + id.replace("-", "");
    }
}
