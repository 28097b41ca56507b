package io.verifytotp.keycloak.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.Json;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.api.ApiRequest;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.realm.Base32Key;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Making factors over the Verify API, and how many. */
class VerifyApiNewFactorIT {
    private static final int MOST_A_DAY = 100;

    @AutoClose
    private static TestRealm realm;

    private static VerifyApi api;
    private static String service;

    @BeforeAll
    static void createRealm() {
        realm = RealmBuilder.aRealm().codeRequired().createOn(SharedKeycloak.get());
        api = realm.api(ApiRole.MANAGE);
        service = api.addService("Shop", "Totp.Issuer", "test-issuer");
    }

    @Test
    void aNewFactorMakesItsEntity() {
        TestUser user = realm.addUser("implicit");

        ApiReply created = create(user, "John’s Account Name").expect(201);

        ApiReply entity = api.get(VerifyApi.entity(service, user)).expect(200);
        assertThat(created.sid()).matches("YF[0-9a-f]{32}");
        assertThat(created.field("entity_sid")).isEqualTo(entity.sid());
        assertThat(created.field("service_sid")).isEqualTo(service);
        assertThat(created.field("account_sid")).isEqualTo(entity.field("account_sid"));
        assertThat(created.field("identity")).isEqualTo(user.id());
        assertThat(created.field("friendly_name")).isEqualTo("John’s Account Name");
        assertThat(created.field("status")).isEqualTo("unverified");
        assertThat(created.field("factor_type")).isEqualTo("totp");
        assertThat(created.body().get("config")).isEqualTo(config("sha1", 1, 6, 30));
        assertThat(created.field("url")).isEqualTo(entity.field("links/factors") + '/' + created.sid());
        assertThat(created.body().get("failures").asInt()).isZero();
        assertThat(created.body().get("disabled").asBoolean()).isFalse();
        for (String unset : List.of("options", "metadata", "locked_until", "last_used")) {
            assertThat(created.body().get(unset).isNull()).as(unset).isTrue();
        }
        assertThat(created.field("expiration_date")).endsWith("Z");
    }

    @Test
    void theQrCodeSaysAllThatTheAppHasToKnow() {
        ApiReply created =
                create(realm.addUser("scanner"), "John’s Account Name").expect(201);
        String secret = created.field("binding/secret");

        assertThat(secret).matches("[A-Z2-7]{32}");
        assertThat(created.field("binding/uri"))
                .isEqualTo("otpauth://totp/test-issuer:John%E2%80%99s%20Account%20Name?secret=" + secret
                        + "&issuer=test-issuer&algorithm=SHA1&digits=6&period=30");
    }

    @Test
    void withoutAnIssuerTheServicesNameIsOne() {
        String plain = api.addService("Plain Shop");

        ApiFactor factor = ApiFactor.create(api, plain, realm.addUser("issuer"));

        assertThat(factor.app().issuer()).isEqualTo("Plain Shop");
    }

    @Test
    void theSeedIsNeverShownAgain() {
        ApiFactor factor = ApiFactor.create(api, service, realm.addUser("once-shown"));

        List<ApiReply> later =
                List.of(factor.fetch(), api.get(factor.entity() + "/Factors"), factor.update("FriendlyName", "New"));

        assertThat(later).allSatisfy(reply -> assertThat(reply.expect(200).text())
                .doesNotContain("binding")
                .doesNotContain("options")
                .doesNotContain(factor.app().secret()));
    }

    @ParameterizedTest
    @CsvSource({"sha1,20", "sha256,32", "sha512,64"})
    void aSeedIsAsLongAsTheHash(String algorithm, int bytes) {
        ApiFactor factor = ApiFactor.create(api, service, realm.addUser("long-" + algorithm), "Config.Alg", algorithm);

        assertThat(Base32Key.decode(factor.app().secret())).hasSize(bytes);
        assertThat(factor.app().algorithm()).isEqualToIgnoringCase(algorithm);
        assertThat(factor.verified().fetch().field("config/alg")).isEqualTo(algorithm);
    }

    @Test
    void parametersAreTheServicesUnlessSaid() {
        String own = api.addService("Own", "Totp.TimeStep", "60", "Totp.CodeLength", "8", "Totp.Skew", "0");
        TestUser user = realm.addUser("parameters");

        ApiFactor inherited = ApiFactor.create(api, own, user);
        ApiFactor said =
                ApiFactor.create(api, own, user, "Config.TimeStep", "20", "Config.CodeLength", "3", "Config.Skew", "2");

        assertThat(inherited.fetch().body().get("config")).isEqualTo(config("sha1", 0, 8, 60));
        assertThat(said.fetch().body().get("config")).isEqualTo(config("sha1", 2, 3, 20));
        assertThat(said.app().digits()).isEqualTo(3);
        assertThat(said.app().period()).hasSeconds(20);
        said.verified();
    }

    @Test
    void metadataIsKept() {
        ApiFactor factor = ApiFactor.create(api, service, realm.addUser("meta"), "Metadata", "{\"os\":\"Android\"}");

        assertThat(factor.fetch().field("metadata/os")).isEqualTo("Android");
        assertThat(factor.verified().fetch().field("metadata/os")).isEqualTo("Android");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            FriendlyName      | ''
            FriendlyName      | 12345678901234567890123456789012345678901234567890123456789012345
            FactorType        | ''
            FactorType        | push
            FactorType        | passkeys
            FactorType        | TOTP?
            Config.TimeStep   | 19
            Config.TimeStep   | 61
            Config.TimeStep   | soon
            Config.Skew       | -1
            Config.Skew       | 3
            Config.CodeLength | 2
            Config.CodeLength | 9
            Config.CodeLength | 6.0
            Config.Alg        | md5
            Config.Alg        | SHA-1
            Metadata          | no json
            Metadata          | []
            Metadata          | "text"
            Metadata          | {"a":1}
            Metadata          | {"a":{"b":"c"}}
            Metadata          | {"a":null}
            Metadata          | {"a":"b"
            Binding.Secret    | A
            """)
    void valuesOutOfRangeAreRefusedWithTheirName(String parameter, String value) {
        TestUser user = realm.addUser("refused-" + UUID.randomUUID());
        Form form = Form.of(parameter, value);
        for (String required : List.of("FriendlyName", "FactorType")) {
            String right = required.equals("FactorType") ? "totp" : "Phone";
            form = required.equals(parameter) ? form : form.and(required, right);
        }

        api.post(VerifyApi.entity(service, user) + "/Factors", form).expectInvalid(parameter);

        assertThat(api.get(factors(user)).fields("factors", "sid")).isEmpty();
    }

    @Test
    void metadataHas1024CharactersAtMost() {
        TestUser user = realm.addUser("talkative");
        String longest = "{\"a\":\"" + "x".repeat(1024 - 8) + "\"}";

        ApiReply tooLong = create(user, "Phone", "Metadata", longest.replace("xx", "xxx"));
        ApiReply fits = create(user, "Phone", "Metadata", longest);

        tooLong.expectInvalid("Metadata");
        assertThat(fits.expect(201).field("metadata/a")).hasSize(1024 - 8);
    }

    @Test
    void whatOnlyPushFactorsHaveIsIgnored() {
        Form push = Form.of("Binding.Alg", "ES256", "Binding.PublicKey", "MFkw", "Config.AppId", "org.example")
                .and("Config.NotificationPlatform", "fcm", "Config.NotificationToken", "t", "Config.SdkVersion", "1");

        Form form = Form.of("FriendlyName", "Phone", "FactorType", "totp");
        ApiReply plain = api.post(factors(realm.addUser("no-push")), form);
        ApiReply pushed = api.send(
                ApiRequest.of("POST", factors(realm.addUser("push"))).formBody(form.encoded() + '&' + push.encoded()));

        assertThat(pushed.expect(201).body().get("config"))
                .isEqualTo(plain.expect(201).body().get("config"));
        assertThat(pushed.body().get("binding").properties())
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder("secret", "uri");
    }

    @Test
    void whoIsNoUserGetsNoFactor() {
        Form form = Form.of("FriendlyName", "Phone", "FactorType", "totp");

        api.post("/Services/" + service + "/Entities/" + UUID.randomUUID() + "/Factors", form)
                .expectNotFound();
        api.post(VerifyApi.entity("VA" + "0".repeat(32), realm.addUser("elsewhere")) + "/Factors", form)
                .expectNotFound();
    }

    @Test
    void withOneFactorAllowedAVerifiedOneReplacesTheOther() {
        TestUser user = realm.addUser("replacer");
        ApiFactor old = ApiFactor.verified(api, user);
        ApiFactor next = ApiFactor.create(api, user);
        assertThat(old.statusFor(old.freshCode())).isEqualTo("approved");

        next.verified();

        old.fetch().expectNotFound();
        old.challengeWith("AuthPayload", old.freshCode()).expectNotFound();
        assertThat(api.sids(next.entity() + "/Factors")).containsExactly(next.sid());
        assertThat(realm.credentials(user))
                .filteredOn(node -> node.get("type").asText().equals("verify-totp"))
                .hasSize(1);
        assertThat(next.statusFor(next.freshCode())).isEqualTo("approved");
    }

    @Test
    void withSeveralAllowedOneMoreIsRefused() {
        try (TestRealm two =
                RealmBuilder.aRealm().enrollConfig(Map.of("maxFactors", "2")).createOn(SharedKeycloak.get())) {
            VerifyApi manager = two.api(ApiRole.MANAGE);
            TestUser user = two.addUser("collector");
            ApiFactor first = ApiFactor.verified(manager, user);
            ApiFactor second = ApiFactor.verified(manager, user);

            manager.post(first.entity() + "/Factors", Form.of("FriendlyName", "Third", "FactorType", "totp"))
                    .expectError(400, 60315);

            assertThat(first.statusFor(first.freshCode())).isEqualTo("approved");
            assertThat(second.statusFor(second.freshCode())).isEqualTo("approved");
            manager.delete(first.path()).expect(204);
            ApiFactor.verified(manager, user);
        }
    }

    @Test
    void aHundredPendingOnesAreTheMost() {
        ApiFactor first = ApiFactor.create(api, service, realm.addUser("hoarder"));
        createMore(first, MOST_A_DAY - 1);

        ApiReply refused = create(first.user(), "One more");

        // By then both limits are reached, and it may be either's code.
        assertThat(refused.code()).as(refused.text()).isIn(60315, 60326);
        refused.expectError(refused.code() == 60315 ? 400 : 429, refused.code());
        assertThat(api.sids(first.entity() + "/Factors")).hasSize(MOST_A_DAY);
    }

    @Test
    void aHundredADayAreTheMostWhetherTheyAreStillThereOrNot() {
        ApiFactor first = ApiFactor.create(api, service, realm.addUser("waster"));
        for (int i = 1; i < MOST_A_DAY / 2; i++) {
            api.delete(first.entity() + "/Factors/"
                            + create(first.user(), "Wasted").expect(201).sid())
                    .expect(204);
        }
        createMore(first, MOST_A_DAY / 2);
        first.advance(Duration.ofHours(2));

        create(first.user(), "One more").expectError(429, 60326);
        first.advance(Duration.ofHours(23));

        create(first.user(), "Tomorrow").expect(201);
    }

    private static void createMore(ApiFactor first, int count) {
        for (int i = 0; i < count; i++) {
            create(first.user(), "Phone " + i).expect(201);
        }
    }

    private static ApiReply create(TestUser user, String name, String... more) {
        return api.post(
                factors(user),
                Form.of("FriendlyName", name, "FactorType", "totp").and(more));
    }

    private static String factors(TestUser user) {
        return VerifyApi.entity(service, user) + "/Factors";
    }

    private static JsonNode config(String algorithm, int skew, int codeLength, int timeStep) {
        return Json.parse("{\"alg\":\"%s\",\"skew\":%d,\"code_length\":%d,\"time_step\":%d}"
                .formatted(algorithm, skew, codeLength, timeStep));
    }
}
