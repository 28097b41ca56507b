package io.verifytotp.keycloak.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.Json;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.SecondFactors;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifying, changing, reading and deleting factors over the Verify API. */
class VerifyApiFactorsIT {
    @AutoClose
    private static TestRealm realm;

    private static VerifyApi api;

    private ApiFactor factor;

    @BeforeAll
    static void createRealm() {
        realm = RealmBuilder.aRealm().codeRequired().createOn(SharedKeycloak.get());
        api = realm.api(ApiRole.MANAGE);
    }

    private static TestUser someone() {
        return realm.addUser("user-" + System.nanoTime());
    }

    @Nested
    class Verified {
        Verified() {
            factor = ApiFactor.verified(api, someone());
        }

        @Test
        void takesNoFurtherCode() {
            factor.verify(factor.freshCode()).expectError(403, 60383);
            factor.verify(factor.wrongCode()).expectError(403, 60383);

            assertThat(factor.statusFor(factor.currentCode())).isEqualTo("approved");
        }

        @Test
        void hasSpentTheCodeThatVerifiedIt() {
            assertThat(factor.statusFor(factor.currentCode())).isEqualTo("pending");
        }

        @Test
        void takesNewParametersForItsCodes() {
            ApiFactor changed = factor.with(factor.appWith("SHA512", 7, 45));

            factor.update("Config.Alg", "sha512", "Config.CodeLength", "7", "Config.TimeStep", "45")
                    .expect(200);

            assertThat(factor.fetch().body().get("config"))
                    .isEqualTo(Json.parse("{\"alg\":\"sha512\",\"skew\":1,\"code_length\":7,\"time_step\":45}"));
            assertThat(factor.fetch().field("status")).isEqualTo("verified");
            factor.advance(Duration.ofMinutes(5));
            assertThat(factor.statusFor(factor.freshCode())).isEqualTo("pending");
            assertThat(changed.statusFor(changed.freshCode())).isEqualTo("approved");
        }

        @Test
        void showsFailuresAndLocks() {
            factor.guessWrong(5);

            ApiReply locked = factor.fetch().expect(200);
            factor.advance(Duration.ofSeconds(31));
            String status = factor.statusFor(factor.freshCode());
            ApiReply used = factor.fetch();

            assertThat(locked.field("failures")).isEqualTo("5");
            assertThat(Instant.parse(locked.field("locked_until")))
                    .isAfter(Instant.parse(locked.field("date_created")));
            assertThat(status).isEqualTo("approved");
            assertThat(used.field("failures")).isEqualTo("0");
            assertThat(used.body().get("locked_until").isNull()).isTrue();
            assertThat(Instant.parse(used.field("last_used"))).isAfter(Instant.parse(locked.field("locked_until")));
        }

        @Test
        void canBeDeletedWithItsCredential() {
            assertThat(api.delete(factor.path()).expect(204).text()).isEmpty();

            factor.fetch().expectNotFound();
            api.delete(factor.path()).expectNotFound();
            factor.challengeWith("AuthPayload", factor.freshCode()).expectNotFound();
            assertThat(SecondFactors.ours(realm, factor.user())).isEmpty();
            HttpLogin login = new HttpLogin(realm);
            assertThat(login.startWithPassword(factor.user()).isEnrollment()).isTrue();
        }

        @Test
        void keepsItsLabelApartFromOthers() {
            try (TestRealm two = RealmBuilder.aRealm()
                    .enrollConfig(Map.of("maxFactors", "3"))
                    .createOn(SharedKeycloak.get())) {
                VerifyApi manager = two.api(ApiRole.MANAGE);
                TestUser user = two.addUser("same-names");
                ApiFactor first = ApiFactor.verified(manager, user);
                ApiFactor second = ApiFactor.verified(manager, user);
                ApiFactor third = ApiFactor.verified(manager, user);
                third.update("FriendlyName", "Phone of same-names").expect(200);

                assertThat(List.of(first, second, third))
                        .map(each -> each.fetch().field("friendly_name"))
                        .startsWith("Phone of same-names", "Phone of same-names (2)")
                        .doesNotHaveDuplicates();
            }
        }
    }

    @Nested
    class OfEitherKind {
        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void canBeRenamed(boolean verified) {
            factor = ApiFactor.create(api, someone());
            factor = verified ? factor.verified() : factor;
            String status = factor.fetch().field("status");

            ApiReply renamed = factor.update("FriendlyName", "Work phone");

            assertThat(renamed.expect(200).field("friendly_name")).isEqualTo("Work phone");
            assertThat(renamed.field("status")).isEqualTo(status);
            assertThat(factor.fetch().field("friendly_name")).isEqualTo("Work phone");
            assertThat(SecondFactors.ours(realm, factor.user()))
                    .allSatisfy(credential ->
                            assertThat(credential.get("userLabel").asText()).isEqualTo("Work phone"));
        }

        @Test
        void staysAsItIsWithoutParameters() {
            factor = ApiFactor.create(api, someone());
            JsonNode before = factor.fetch().body();

            factor.update().expect(200);
            ApiReply empty = factor.update("FriendlyName", "", "AuthPayload", "", "Config.Skew", "");

            assertThat(empty.expect(200).body()).isEqualTo(before);
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                FriendlyName      | 12345678901234567890123456789012345678901234567890123456789012345
                Config.TimeStep   | 19
                Config.TimeStep   | 61
                Config.Skew       | 3
                Config.CodeLength | 2
                Config.CodeLength | 9
                Config.Alg        | md5
                """)
        void refusesValuesOutOfRange(String parameter, String value) {
            factor = ApiFactor.create(api, someone());

            factor.update(parameter, value, "AuthPayload", factor.freshCode()).expectInvalid(parameter);

            assertThat(factor.fetch().field("status")).isEqualTo("unverified");
            assertThat(factor.verified()
                            .update(parameter, value)
                            .expectInvalid(parameter)
                            .status())
                    .isEqualTo(400);
        }

        @Test
        void isListedByCreation() {
            ApiFactor first = ApiFactor.verified(api, someone());
            first.advance(Duration.ofSeconds(2));
            ApiFactor second = ApiFactor.create(api, first.user());
            first.advance(Duration.ofSeconds(2));
            ApiFactor third = ApiFactor.create(api, first.user());
            String list = first.entity() + "/Factors";

            assertThat(api.sids(list)).containsExactly(first.sid(), second.sid(), third.sid());
            assertThat(api.sids(list + "?PageSize=1")).isEqualTo(api.sids(list));
            assertThat(api.get(list).body().get("factors").get(0))
                    .isEqualTo(first.fetch().body());
            assertThat(api.get(list).body().get("factors").get(2))
                    .isEqualTo(third.fetch().body());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"YF", "YF1", "YFgggggggggggggggggggggggggggggggg", "YC00000000000000000000000000000000"})
        void whatIsNoFactorIsNotFound(String sid) {
            String path = ApiFactor.create(api, someone()).entity() + "/Factors/" + sid;

            api.get(path).expectNotFound();
            api.post(path, Form.of("AuthPayload", "123456")).expectNotFound();
            api.delete(path).expectNotFound();
        }
    }
}
