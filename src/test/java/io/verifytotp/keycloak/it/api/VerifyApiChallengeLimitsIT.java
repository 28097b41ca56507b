package io.verifytotp.keycloak.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The Verify API gives a guesser no more than the login pages do. */
class VerifyApiChallengeLimitsIT {
    @AutoClose
    private static TestRealm realm;

    private static VerifyApi api;

    @BeforeAll
    static void createRealm() {
        realm = RealmBuilder.aRealm().codeRequired().createOn(SharedKeycloak.get());
        api = realm.api(ApiRole.MANAGE);
    }

    @Test
    void aChallengeTakesFiveWrongCodesAndThenNoCodeAtAll() {
        ApiFactor factor = verified("attempts");
        String challenge = factor.openChallenge();
        for (int i = 1; i <= 5; i++) {
            ApiReply wrong = factor.answer(challenge, factor.wrongCode());
            assertThat(wrong.expect(200).field("status")).isEqualTo("pending");
            assertThat(wrong.field("attempts")).isEqualTo(Integer.toString(i));
        }

        factor.answer(challenge, factor.wrongCode()).expectError(429, 60308);
        factor.advance(Duration.ofSeconds(31));
        factor.answer(challenge, factor.freshCode()).expectError(429, 60308);

        assertThat(factor.statusFor(factor.currentCode())).isEqualTo("approved");
    }

    @Test
    void aWrongCodeAtTheCreationIsTheFirstOfTheFive() {
        ApiFactor factor = verified("first-attempt");
        String challenge =
                factor.challengeWith("AuthPayload", factor.wrongCode()).sid();
        for (int i = 0; i < 4; i++) {
            factor.answer(challenge, factor.wrongCode()).expect(200);
        }

        factor.answer(challenge, factor.wrongCode()).expectError(429, 60308);
    }

    @Test
    void aLockedFactorAnswersAsToAWrongCode() {
        ApiFactor factor = verified("locked");
        String open = factor.openChallenge();
        factor.guessWrong(5);

        ApiReply answered = factor.answer(open, factor.codeOfStep(1));
        ApiReply created = factor.challengeWith("AuthPayload", factor.codeOfStep(1));

        assertThat(answered.expect(200).field("status")).isEqualTo("pending");
        assertThat(answered.field("attempts")).isEqualTo("0");
        assertThat(created.expect(201).field("status")).isEqualTo("pending");
        assertThat(Instant.parse(created.field("locked_until")))
                .isBetween(factor.clock().now(), factor.clock().now().plusSeconds(31));
        factor.advance(Duration.ofSeconds(31));
        assertThat(factor.answer(open, factor.freshCode()).field("status")).isEqualTo("approved");
        assertThat(api.get(factor.challenge(created.sid()))
                        .body()
                        .get("locked_until")
                        .isNull())
                .isTrue();
    }

    @Test
    void triesWhileLockedNeitherCountNorExtend() {
        ApiFactor factor = verified("patient");
        factor.guessWrong(15);

        factor.advance(Duration.ofSeconds(31));

        assertThat(factor.fetch().field("failures")).isEqualTo("5");
        assertThat(factor.statusFor(factor.freshCode())).isEqualTo("approved");
    }

    @Test
    void tooManyWrongCodesDisableTheFactor() {
        try (TestRealm strict = RealmBuilder.aRealm()
                .enrollConfig(Map.of("disableAfter", "20", "challengesPerHour", "100"))
                .createOn(SharedKeycloak.get())) {
            ApiFactor factor = ApiFactor.verified(strict.api(ApiRole.MANAGE), strict.addUser("disabled"));
            for (int i = 0; i < 20; i++) {
                factor.guessWrong(1);
                factor.advance(Duration.ofMinutes(61));
            }

            assertThat(factor.statusFor(factor.freshCode())).isEqualTo("pending");
            assertThat(factor.fetch().body().get("disabled").asBoolean()).isTrue();
        }
    }

    @Test
    void anHourHasSoManyChallengesThatWereNotApproved() {
        try (TestRealm tight = RealmBuilder.aRealm()
                .enrollConfig(Map.of("challengesPerHour", "3"))
                .createOn(SharedKeycloak.get())) {
            ApiFactor factor = ApiFactor.verified(tight.api(ApiRole.MANAGE), tight.addUser("limited"));
            for (int i = 0; i < 4; i++) {
                assertThat(factor.statusFor(factor.freshCode())).isEqualTo("approved");
            }
            factor.guessWrong(1);
            factor.openChallenge();

            factor.challengeWith().expectError(429, 60312);
            factor.challengeWith("AuthPayload", factor.freshCode()).expectError(429, 60312);
            factor.advance(Duration.ofMinutes(31));
            factor.openChallenge();
            factor.challengeWith().expectError(429, 60312);
            factor.advance(Duration.ofMinutes(61));

            assertThat(factor.statusFor(factor.freshCode())).isEqualTo("approved");
        }
    }

    @Test
    void aDayHasSoManyAsWell() {
        try (TestRealm tight = RealmBuilder.aRealm()
                .enrollConfig(Map.of("challengesPerHour", "3", "challengesPerDay", "5"))
                .createOn(SharedKeycloak.get())) {
            ApiFactor factor = ApiFactor.verified(tight.api(ApiRole.MANAGE), tight.addUser("daily"));
            for (int i = 0; i < 3; i++) {
                factor.openChallenge();
                factor.advance(Duration.ofMinutes(31));
            }
            factor.challengeWith().expectError(429, 60312);
            for (int i = 0; i < 2; i++) {
                factor.advance(Duration.ofHours(8));
                factor.openChallenge();
            }

            factor.challengeWith().expectError(429, 60312);
            factor.advance(Duration.ofHours(24));

            factor.openChallenge();
        }
    }

    @Test
    void theLimitsAreTwilios() {
        ApiFactor factor = verified("twilio");
        for (int i = 0; i < 25; i++) {
            factor.openChallenge();
        }
        factor.challengeWith().expectError(429, 60312);
        for (int i = 0; i < 25; i++) {
            factor.advance(Duration.ofSeconds(139));
            factor.openChallenge();
        }

        factor.challengeWith().expectError(429, 60312);
        factor.advance(Duration.ofMinutes(61));
        for (int i = 0; i < 4; i++) {
            factor.openChallenge();
        }
        factor.challengeWith().expectError(429, 60312);
    }

    @Test
    void shortCodesHaveTenADay() {
        ApiFactor factor = ApiFactor.verified(api, realm.addUser("short"), "Config.CodeLength", "4");
        for (int i = 0; i < 5; i++) {
            factor.openChallenge();
        }
        factor.challengeWith().expectError(429, 60312);
        for (int i = 0; i < 5; i++) {
            factor.advance(Duration.ofHours(4));
            factor.openChallenge();
        }

        factor.advance(Duration.ofHours(2));
        factor.challengeWith().expectError(429, 60312);
        factor.advance(Duration.ofHours(23));

        assertThat(factor.statusFor(factor.freshCode())).isEqualTo("approved");
    }

    @Test
    void anOpenChallengeMayBeAnsweredWhenTheHourIsSpent() {
        try (TestRealm tight = RealmBuilder.aRealm()
                .enrollConfig(Map.of("challengesPerHour", "1"))
                .createOn(SharedKeycloak.get())) {
            ApiFactor factor = ApiFactor.verified(tight.api(ApiRole.MANAGE), tight.addUser("last-one"));
            String open = factor.openChallenge();
            factor.challengeWith().expectError(429, 60312);

            assertThat(factor.answer(open, factor.freshCode()).expect(200).field("status"))
                    .isEqualTo("approved");
        }
    }

    @Test
    void theLoginPagesSpendTheSameBudget() {
        EnrolledUser user = EnrolledUser.enroll(realm, "two-doors");
        String entity = VerifyApi.entity(api.defaultService(), user.user());
        String sid = api.sids(entity + "/Factors").get(0);
        ApiFactor factor = new ApiFactor(api, user.user(), entity, sid, user.app(), user.clock());
        for (int i = 0; i < 3; i++) {
            user.logIn(user.wrongCode());
        }
        factor.guessWrong(2);

        assertThat(factor.statusFor(factor.codeOfStep(1))).isEqualTo("pending");
        assertThat(user.logIn(user.codeOfStep(1)).error()).contains("Wait at least ");
        assertThat(factor.fetch().field("failures")).isEqualTo("5");
    }

    private static ApiFactor verified(String username) {
        return ApiFactor.verified(api, realm.addUser(username));
    }
}
