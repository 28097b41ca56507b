package io.verifytotp.keycloak.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Making, answering and reading challenges over the Verify API. */
class VerifyApiChallengesIT {
    @AutoClose
    private static TestRealm realm;

    private static VerifyApi manager;
    private static VerifyApi challenger;

    private ApiFactor factor;

    @BeforeAll
    static void createRealm() {
        realm = RealmBuilder.aRealm().codeRequired().createOn(SharedKeycloak.get());
        manager = realm.api(ApiRole.MANAGE);
        challenger = realm.api(ApiRole.CHALLENGE);
    }

    @BeforeEach
    void createFactor() {
        factor = verifiedFactor();
    }

    private static ApiFactor verifiedFactor() {
        TestUser user = realm.addUser("user-" + System.nanoTime());
        return ApiFactor.verified(manager, user).as(challenger);
    }

    private static Instant instant(ApiReply reply, String field) {
        return Instant.parse(reply.field(field));
    }

    @Nested
    class New {
        @Test
        void waitsForItsCode() {
            ApiReply created = factor.challengeWith().expect(201);

            ApiReply owner = factor.fetch();
            assertThat(created.sid()).matches("YC[0-9a-f]{32}");
            for (String same : List.of("account_sid", "service_sid", "entity_sid", "identity", "factor_type")) {
                assertThat(created.field(same)).as(same).isEqualTo(owner.field(same));
            }
            assertThat(created.field("factor_sid")).isEqualTo(factor.sid());
            assertThat(created.field("status")).isEqualTo("pending");
            assertThat(created.field("responded_reason")).isEqualTo("none");
            assertThat(created.field("attempts")).isEqualTo("0");
            for (String unset :
                    List.of("date_responded", "details", "hidden_details", "metadata", "client_id", "locked_until")) {
                assertThat(created.body().get(unset).isNull()).as(unset).isTrue();
            }
            assertThat(instant(created, "expiration_date"))
                    .isEqualTo(instant(created, "date_created").plusSeconds(300));
            assertThat(created.field("url")).isEqualTo(challenger.root() + factor.challenge(created.sid()));
            assertThat(created.field("links/notifications")).isEqualTo(created.field("url") + "/Notifications");
            assertThat(challenger.follow(created.field("url")).expect(200).body())
                    .isEqualTo(created.body());
        }

        @Test
        void isApprovedAtOnceWithTheRightCode() {
            ApiReply created = factor.challengeWith("AuthPayload", factor.freshCode());

            assertThat(created.expect(201).field("status")).isEqualTo("approved");
            assertThat(instant(created, "date_responded")).isEqualTo(instant(created, "date_created"));
            assertThat(challenger.get(factor.challenge(created.sid())).body()).isEqualTo(created.body());
        }

        @Test
        void staysPendingWithAWrongCode() {
            ApiReply created = factor.challengeWith("AuthPayload", factor.wrongCode());

            assertThat(created.expect(201).field("status")).isEqualTo("pending");
            assertThat(created.field("attempts")).isEqualTo("1");
            assertThat(created.body().get("date_responded").isNull()).isTrue();
            assertThat(factor.answer(created.sid(), factor.freshCode()).field("status"))
                    .isEqualTo("approved");
        }

        @Test
        void staysPendingWithASpentCode() {
            String code = factor.freshCode();

            assertThat(factor.statusFor(code)).isEqualTo("approved");
            assertThat(factor.statusFor(code)).isEqualTo("pending");
            assertThat(factor.statusFor(code.substring(0, 3) + " " + code.substring(3)))
                    .isEqualTo("pending");
        }

        @ParameterizedTest
        @ValueSource(strings = {"123", "1234567", "12345678"})
        void staysPendingWithACodeOfAnotherLength(String code) {
            assertThat(factor.statusFor(code)).isEqualTo("pending");
        }

        @ParameterizedTest
        @ValueSource(strings = {"12", "123456789", "abcdef", "12345x", "1234567890123456789012345"})
        void refusesWhatIsNoCode(String malformed) {
            factor.challengeWith("AuthPayload", malformed).expectInvalid("AuthPayload");

            assertThat(challenger.sids(factor.challenges())).isEmpty();
        }

        @Test
        void needsAVerifiedFactorOfTheEntity() {
            ApiFactor unverified = ApiFactor.create(manager, realm.addUser("unverified-" + System.nanoTime()));

            challenger.post(factor.challenges(), Form.of()).expectInvalid("FactorSid");
            challenge("").expectInvalid("FactorSid");
            challenge("YF123").expectInvalid("FactorSid");
            challenge("YC" + "0".repeat(32)).expectInvalid("FactorSid");
            challenge("YF" + "0".repeat(32)).expectNotFound();
            challenge(verifiedFactor().sid()).expectNotFound();
            unverified.challengeWith().expectError(403, 60318);
            unverified.challengeWith("AuthPayload", unverified.freshCode()).expectError(403, 60318);
        }

        private ApiReply challenge(String factorSid) {
            return challenger.post(factor.challenges(), Form.of("FactorSid", factorSid));
        }
    }

    @Nested
    class Answered {
        private String challenge;

        @BeforeEach
        void open() {
            challenge = factor.openChallenge();
        }

        @Test
        void isApprovedByTheRightCodeAfterWrongOnes() {
            ApiReply wrong = factor.answer(challenge, factor.wrongCode());
            ApiReply right = factor.answer(challenge, factor.freshCode());

            assertThat(wrong.expect(200).field("status")).isEqualTo("pending");
            assertThat(wrong.field("attempts")).isEqualTo("1");
            assertThat(right.expect(200).field("status")).isEqualTo("approved");
            assertThat(right.field("attempts")).isEqualTo("1");
            assertThat(instant(right, "date_responded")).isAfterOrEqualTo(instant(right, "date_created"));
        }

        @Test
        void refusesWhatIsNoCode() {
            for (String malformed : List.of("12", "123456789", "abcdef")) {
                factor.answer(challenge, malformed).expectInvalid("AuthPayload");
            }

            assertThat(challenger.get(factor.challenge(challenge)).field("attempts"))
                    .isEqualTo("0");
        }

        @Test
        void keepsMetadata() {
            ApiReply alone = update("Metadata", "{\"os\":\"Android\"}");
            ApiReply withWrongCode = update("Metadata", "{\"os\":\"iOS\"}", "AuthPayload", factor.wrongCode());
            ApiReply withRightCode = update("Metadata", "{\"os\":\"Web\"}", "AuthPayload", factor.freshCode());

            assertThat(alone.expect(200).field("metadata/os")).isEqualTo("Android");
            assertThat(alone.field("status")).isEqualTo("pending");
            assertThat(withWrongCode.expect(200).field("status")).isEqualTo("pending");
            assertThat(withRightCode.expect(200).field("status")).isEqualTo("approved");
            assertThat(challenger.get(factor.challenge(challenge)).field("metadata/os"))
                    .isEqualTo("Web");
        }

        @ParameterizedTest
        @ValueSource(strings = {"no json", "[]", "{\"a\":1}", "null"})
        void refusesWhatIsNoMetadata(String metadata) {
            update("Metadata", metadata, "AuthPayload", factor.freshCode()).expectInvalid("Metadata");
            update("Metadata", "{\"a\":\"" + "x".repeat(1024) + "\"}").expectInvalid("Metadata");

            assertThat(factor.answer(challenge, factor.currentCode()).field("status"))
                    .isEqualTo("approved");
        }

        @Test
        void staysAsItIsWithoutParameters() {
            ApiReply before = challenger.get(factor.challenge(challenge));

            assertThat(update().expect(200).body()).isEqualTo(before.body());
        }

        @Test
        void isClosedOnceApproved() {
            factor.answer(challenge, factor.freshCode()).expect(200);

            factor.answer(challenge, factor.freshCode()).expectError(403, 60322);
            factor.answer(challenge, factor.wrongCode()).expectError(403, 60322);

            assertThat(challenger.get(factor.challenge(challenge)).field("status"))
                    .isEqualTo("approved");
            assertThat(factor.statusFor(factor.currentCode())).isEqualTo("approved");
        }

        @Test
        void isClosedOnceExpired() {
            factor.advance(Duration.ofSeconds(301));

            factor.answer(challenge, factor.freshCode()).expectError(403, 60323);

            assertThat(challenger.get(factor.challenge(challenge)).field("status"))
                    .isEqualTo("expired");
            assertThat(factor.statusFor(factor.currentCode())).isEqualTo("approved");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"YC", "YC1", "YCgggggggggggggggggggggggggggggggg", "YF00000000000000000000000000000000"})
        void whatIsNoChallengeIsNotFound(String sid) {
            challenger.get(factor.challenge(sid)).expectNotFound();
            factor.answer(sid, factor.wrongCode()).expectNotFound();
            factor.answer("YC" + "0".repeat(32), factor.wrongCode()).expectNotFound();
        }

        private ApiReply update(String... form) {
            return challenger.post(factor.challenge(challenge), Form.of(form));
        }
    }
}
