package io.verifytotp.keycloak.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Json;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a challenge is about and how long it may be answered, as its maker says. */
class VerifyApiChallengeDetailsIT {
    @AutoClose
    private static TestRealm realm;

    private static VerifyApi api;

    private ApiFactor factor;

    @BeforeAll
    static void createRealm() {
        realm = RealmBuilder.aRealm().createOn(SharedKeycloak.get());
        api = realm.api(ApiRole.MANAGE);
    }

    @BeforeEach
    void createFactor() {
        factor = ApiFactor.verified(api, realm.addUser("user-" + System.nanoTime()));
    }

    @Nested
    class Details {
        @Test
        void keepsThem() {
            ApiReply created = factor.challengeWith(
                    "Details.Message", "Pay 100 €?",
                    "Details.Fields", "{\"label\":\"To\",\"value\":\"Bob\"}",
                    "Details.Fields", "{\"label\":\"Amount\",\"value\":\"100 €\"}",
                    "HiddenDetails", "{\"ip\":\"172.168.1.234\"}");

            assertThat(created.expect(201).field("details/message")).isEqualTo("Pay 100 €?");
            assertThat(created.field("details/date")).isEqualTo(created.field("date_created"));
            assertThat(created.body().at("/details/fields"))
                    .isEqualTo(Json.parse(
                            "[{\"label\":\"To\",\"value\":\"Bob\"}," + "{\"label\":\"Amount\",\"value\":\"100 €\"}]"));
            assertThat(created.field("hidden_details/ip")).isEqualTo("172.168.1.234");
            assertThat(api.get(factor.challenge(created.sid())).body()).isEqualTo(created.body());
            assertThat(factor.answer(created.sid(), factor.freshCode()).body().get("details"))
                    .isEqualTo(created.body().get("details"));
        }

        @Test
        void takesTheLongestOfEach() {
            List<String> form = new ArrayList<>(List.of("Details.Message", "m".repeat(256)));
            for (int i = 0; i < 20; i++) {
                form.addAll(List.of("Details.Fields", field("l".repeat(36), "v".repeat(128))));
            }
            form.addAll(List.of("HiddenDetails", "{\"a\":\"" + "h".repeat(1024 - 8) + "\"}"));

            ApiReply created = factor.challengeWith(form.toArray(String[]::new));

            assertThat(created.expect(201).body().at("/details/fields")).hasSize(20);
            form.addAll(List.of("Details.Fields", field("one", "more")));
            factor.challengeWith(form.toArray(String[]::new)).expectInvalid("Details.Fields");
        }

        @Test
        void refusesLongerOnes() {
            factor.challengeWith("Details.Message", "m".repeat(257)).expectInvalid("Details.Message");
            factor.challengeWith("Details.Fields", field("l".repeat(37), "v")).expectInvalid("Details.Fields");
            factor.challengeWith("Details.Fields", field("l", "v".repeat(129))).expectInvalid("Details.Fields");
            factor.challengeWith("HiddenDetails", "{\"a\":\"" + "h".repeat(1024 - 7) + "\"}")
                    .expectInvalid("HiddenDetails");
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                Details.Fields | no json
                Details.Fields | []
                Details.Fields | {"label":"only"}
                Details.Fields | {"value":"only"}
                Details.Fields | {"label":1,"value":"x"}
                Details.Fields | {"label":"x","value":null}
                HiddenDetails  | no json
                HiddenDetails  | "text"
                HiddenDetails  | {"ip":1}
                HiddenDetails  | {"ip":["172.168.1.234"]}
                """)
        void refusesWhatIsNoDetail(String parameter, String value) {
            factor.challengeWith(parameter, value, "AuthPayload", factor.freshCode())
                    .expectInvalid(parameter);

            assertThat(factor.statusFor(factor.currentCode())).isEqualTo("approved");
        }

        private static String field(String label, String value) {
            return "{\"label\":\"" + label + "\",\"value\":\"" + value + "\"}";
        }
    }

    @Nested
    class AnExpirationDate {
        @ParameterizedTest
        @ValueSource(strings = {"", "Z", "+02:00", "-05:00"})
        void expiresThen(String zone) {
            Instant expiry = factor.clock().now().plusSeconds(59 * 60).truncatedTo(ChronoUnit.SECONDS);
            ZoneOffset offset = zone.isEmpty() ? ZoneOffset.UTC : ZoneOffset.of(zone);
            String written =
                    DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").format(expiry.atOffset(offset));

            ApiReply created = factor.challengeWith("ExpirationDate", written + zone);

            assertThat(Instant.parse(created.expect(201).field("expiration_date")))
                    .isEqualTo(expiry);
            factor.advance(Duration.ofMinutes(58));
            assertThat(api.get(factor.challenge(created.sid())).field("status")).isEqualTo("pending");
            factor.advance(Duration.ofMinutes(2));
            assertThat(api.get(factor.challenge(created.sid())).field("status")).isEqualTo("expired");
        }

        @Test
        void refusesOneInThePastOrTooFarAhead() {
            Instant now = factor.clock().now().truncatedTo(ChronoUnit.SECONDS);

            for (Instant wrong : List.of(now.minusSeconds(1), now.plusSeconds(62 * 60), Instant.EPOCH)) {
                factor.challengeWith("ExpirationDate", wrong.toString()).expectInvalid("ExpirationDate");
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"soon", "3600", "2026-13-01T00:00:00", "2026-01-02", "2026-01-02T03:09:05 Tokyo"})
        void refusesWhatIsNoDate(String date) {
            factor.challengeWith("ExpirationDate", date).expectInvalid("ExpirationDate");
        }
    }
}
