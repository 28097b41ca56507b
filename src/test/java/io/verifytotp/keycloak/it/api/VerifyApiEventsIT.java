package io.verifytotp.keycloak.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.api.ApiClient;
import io.verifytotp.keycloak.it.support.api.ApiClientBuilder;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Every change over the Verify API is an admin event, and every code a user event. */
class VerifyApiEventsIT {
    @AutoClose
    private static TestRealm realm;

    private static VerifyApi api;

    private ApiFactor factor;

    @BeforeAll
    static void createRealm() {
        realm = RealmBuilder.aRealm().codeRequired().createOn(SharedKeycloak.get());
        api = realm.api(ApiRole.MANAGE);
    }

    /** What was done to the resource of that path. */
    private static List<String> changes(String resourceType, String path) {
        return adminEvents().stream()
                .filter(event -> event.path("resourceType").asText().equals(resourceType))
                .filter(event -> event.get("resourcePath").asText().equals("verify-totp/v2" + path))
                .map(event -> event.get("operationType").asText())
                .toList();
    }

    private static List<JsonNode> adminEvents() {
        return StreamSupport.stream(realm.admin().adminEvents(realm.name()).spliterator(), false)
                .toList();
    }

    private JsonNode newest(String type) {
        return realm.events(type).stream()
                .filter(event ->
                        event.path("userId").asText().equals(factor.user().id()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No " + type));
    }

    private List<String> types() {
        return StreamSupport.stream(realm.admin().events(realm.name()).spliterator(), false)
                .filter(event ->
                        event.path("userId").asText().equals(factor.user().id()))
                .map(event -> event.get("type").asText())
                .toList();
    }

    @Nested
    class OfAdministration {
        @Test
        void tellEveryChangeOfAService() {
            String sid = api.addService("Shop");
            api.post("/Services/" + sid, Form.of("Totp.Skew", "0")).expect(200);
            api.delete("/Services/" + sid).expect(204);

            assertThat(changes("VERIFY_TOTP_SERVICE", "/Services/" + sid))
                    .containsExactlyInAnyOrder("CREATE", "UPDATE", "DELETE");
        }

        @Test
        void tellEveryChangeOfAnEntity() {
            TestUser user = realm.addUser("entity");
            String service = api.defaultService();
            api.post("/Services/" + service + "/Entities", Form.of("Identity", user.id()))
                    .expect(201);
            api.delete(VerifyApi.entity(service, user)).expect(204);

            assertThat(changes("VERIFY_TOTP_ENTITY", VerifyApi.entity(service, user)))
                    .containsExactlyInAnyOrder("CREATE", "DELETE");
        }

        @Test
        void tellEveryChangeOfAFactorAndAChallenge() {
            factor = ApiFactor.verified(api, realm.addUser("changes"));
            String challenge = factor.openChallenge();
            factor.answer(challenge, factor.freshCode()).expect(200);
            api.delete(factor.path()).expect(204);

            assertThat(changes("VERIFY_TOTP_FACTOR", factor.path()))
                    .containsExactlyInAnyOrder("CREATE", "UPDATE", "DELETE");
            assertThat(changes("VERIFY_TOTP_CHALLENGE", factor.challenge(challenge)))
                    .containsExactlyInAnyOrder("CREATE", "UPDATE");
        }

        @Test
        void sayWhoWasItButNotTheSeedNorTheName() {
            ApiClient backend = ApiClientBuilder.aClient().roles(ApiRole.MANAGE).createIn(realm);
            factor = ApiFactor.verified(backend.api(), realm.addUser("secretive"));
            factor.update("FriendlyName", "Private phone").expect(200);
            String code = factor.freshCode();
            String challenge = factor.openChallenge();
            factor.answer(challenge, code).expect(200);

            List<JsonNode> events = adminEvents().stream()
                    .filter(event -> event.get("resourcePath")
                            .asText()
                            .contains(factor.user().id()))
                    .filter(event -> event.get("resourcePath").asText().startsWith("verify-totp/"))
                    .toList();

            assertThat(events).hasSizeGreaterThanOrEqualTo(4).allSatisfy(event -> {
                assertThat(event.at("/authDetails/clientId").asText()).isEqualTo(backend.uuid());
                assertThat(event.at("/authDetails/userId").asText()).isEqualTo(backend.serviceAccount());
                assertThat(event.toString())
                        .doesNotContain(factor.app().secret(), "Phone of", "Private phone", code, "v1.", "otpauth");
            });
        }

        @Test
        void areNotMadeByReadingOrByRefusedRequests() {
            factor = ApiFactor.verified(api, realm.addUser("reader"));
            int before = adminEvents().size();

            factor.fetch();
            api.list(factor.challenges());
            api.post("/Services", Form.of("FriendlyName", "a:b")).expectInvalid("FriendlyName");
            factor.verify(factor.wrongCode()).expectError(403, 60383);
            api.delete("/Services/" + api.defaultService()).expectError(403, 20403);

            assertThat(adminEvents()).hasSize(before);
        }
    }

    @Nested
    class OfTheUser {
        @BeforeEach
        void createFactor() {
            factor = ApiFactor.create(api, realm.addUser("user-" + System.nanoTime()));
        }

        @Test
        void tellTheVerificationOfAFactor() {
            factor.verify(factor.wrongCode()).expect(200);
            factor.verified();

            JsonNode wrong = newest("UPDATE_CREDENTIAL_ERROR");
            JsonNode right = newest("UPDATE_CREDENTIAL");
            assertThat(wrong.at("/details/verify_totp_factor").asText()).isEqualTo(factor.sid());
            assertThat(wrong.at("/details/verify_totp_reason").asText()).isEqualTo("wrong_code");
            assertThat(right.at("/details/verify_totp_factor").asText()).isEqualTo(factor.sid());
            assertThat(right.at("/details/credential_type").asText()).isEqualTo("verify-totp");
        }

        @Test
        void tellEveryAnswerToAChallengeWithItsReason() {
            factor.verified();
            String challenge = factor.openChallenge();
            factor.answer(challenge, factor.wrongCode()).expect(200);
            JsonNode wrong = newest("CUSTOM_REQUIRED_ACTION_ERROR");
            String code = factor.freshCode();
            factor.answer(challenge, code).expect(200);
            JsonNode right = newest("CUSTOM_REQUIRED_ACTION");
            factor.statusFor(code);
            JsonNode replay = newest("CUSTOM_REQUIRED_ACTION_ERROR");

            for (JsonNode event : List.of(wrong, right)) {
                assertThat(event.at("/details/verify_totp_factor").asText()).isEqualTo(factor.sid());
                assertThat(event.at("/details/verify_totp_challenge").asText()).isEqualTo(challenge);
                assertThat(event.at("/details/custom_required_action").asText()).isEqualTo("verify-totp-challenge");
            }
            assertThat(wrong.at("/details/verify_totp_reason").asText()).isEqualTo("wrong_code");
            assertThat(replay.at("/details/verify_totp_reason").asText()).isEqualTo("already_used");
        }

        @Test
        void tellTheEndOfAFactor() {
            factor.verified();

            api.delete(factor.path()).expect(204);

            JsonNode removed = newest("REMOVE_CREDENTIAL");
            assertThat(removed.at("/details/credential_type").asText()).isEqualTo("verify-totp");
        }

        @Test
        void areNotMadeByTheEndOfAnUnverifiedFactor() {
            api.delete(factor.path()).expect(204);

            assertThat(types()).doesNotContain("REMOVE_CREDENTIAL");
        }

        @Test
        void haveNeitherCodeNorSeed() {
            factor.verified();
            String code = factor.freshCode();
            factor.statusFor(code);
            String wrong = factor.wrongCode();
            factor.statusFor(wrong);

            for (String type :
                    new String[] {"UPDATE_CREDENTIAL", "CUSTOM_REQUIRED_ACTION", "CUSTOM_REQUIRED_ACTION_ERROR"}) {
                assertThat(newest(type).get("details").toString())
                        .doesNotContain(factor.app().secret(), '"' + code + '"', '"' + wrong + '"');
            }
        }
    }
}
