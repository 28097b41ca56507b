package io.verifytotp.keycloak.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Json;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.SecondFactors;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A factor that waits for the first code of its app. */
class VerifyApiUnverifiedFactorIT {
    @AutoClose
    private static TestRealm realm;

    private static VerifyApi api;

    private ApiFactor factor;

    @BeforeAll
    static void createRealm() {
        realm = RealmBuilder.aRealm().codeRequired().createOn(SharedKeycloak.get());
        api = realm.api(ApiRole.MANAGE);
    }

    @BeforeEach
    void createFactor() {
        factor = ApiFactor.create(api, realm.addUser("user-" + System.nanoTime()));
    }

    @Test
    void becomesACredentialWithTheRightCode() {
        assertThat(SecondFactors.ours(realm, factor.user())).isEmpty();

        ApiReply verified = factor.verify(factor.freshCode());

        assertThat(verified.expect(200).field("status")).isEqualTo("verified");
        assertThat(verified.body().get("expiration_date").isNull()).isTrue();
        assertThat(SecondFactors.ours(realm, factor.user())).singleElement().satisfies(credential -> assertThat(
                        credential.get("userLabel").asText())
                .isEqualTo(verified.field("friendly_name")));
        EnrolledUser user = new EnrolledUser(realm, factor.user(), factor.app(), factor.clock());
        assertThat(user.logIn(user.freshCode()).isLoggedIn()).isTrue();
    }

    @Test
    void staysSoWithAWrongCode() {
        ApiReply wrong = factor.verify(factor.wrongCode());

        assertThat(wrong.expect(200).field("status")).isEqualTo("unverified");
        assertThat(wrong.field("failures")).isEqualTo("1");
        assertThat(SecondFactors.ours(realm, factor.user())).isEmpty();
        assertThat(factor.verified().fetch().field("failures")).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"12", "123456789", "abcdef", "12345x", "<script>", "1234567890123456789012345"})
    void refusesWhatIsNoCode(String malformed) {
        factor.verify(malformed).expectInvalid("AuthPayload");

        factor.verified();
    }

    @Test
    void readsACodeAsPeopleWriteIt() {
        String code = factor.freshCode();

        ApiReply verified = factor.verify(" " + code.substring(0, 3) + "-" + code.substring(3) + " ");

        assertThat(verified.expect(200).field("status")).isEqualTo("verified");
    }

    @Test
    void takesFiveWrongCodesAndThenNoCodeAtAll() {
        for (int i = 0; i < 5; i++) {
            assertThat(factor.verify(factor.wrongCode()).expect(200).field("status"))
                    .isEqualTo("unverified");
        }

        factor.verify(factor.freshCode()).expectError(429, 60310);
        factor.advance(Duration.ofMinutes(30));
        factor.verify(factor.freshCode()).expectError(429, 60310);
        factor.verify(factor.wrongCode()).expectError(429, 60310);

        assertThat(factor.fetch().field("status")).isEqualTo("unverified");
        assertThat(SecondFactors.ours(realm, factor.user())).isEmpty();
        ApiFactor.verified(api, factor.user());
    }

    @Test
    void isGoneAfterItsTime() {
        Instant expiry = Instant.parse(factor.fetch().field("expiration_date"));
        assertThat(expiry).isAfter(factor.clock().now().plusSeconds(3500));

        factor.advance(Duration.ofSeconds(3601));

        assertThat(expiry).isBefore(factor.clock().now());
        factor.fetch().expectNotFound();
        factor.verify(factor.freshCode()).expectNotFound();
        factor.challengeWith().expectNotFound();
        api.delete(factor.path()).expectNotFound();
        assertThat(api.sids(factor.entity() + "/Factors")).isEmpty();
    }

    @Test
    void takesNewParametersBeforeItLooksAtTheCode() {
        ApiFactor changed = factor.with(factor.appWith("SHA256", 8, 60));

        ApiReply verified = changed.update(
                "Config.Alg",
                "sha256",
                "Config.CodeLength",
                "8",
                "Config.TimeStep",
                "60",
                "Config.Skew",
                "0",
                "AuthPayload",
                changed.freshCode());

        assertThat(verified.expect(200).field("status")).isEqualTo("verified");
        assertThat(verified.body().get("config"))
                .isEqualTo(Json.parse("{\"alg\":\"sha256\",\"skew\":0,\"code_length\":8,\"time_step\":60}"));
        assertThat(changed.statusFor(changed.freshCode())).isEqualTo("approved");
    }

    @Test
    void canBeDeleted() {
        assertThat(api.delete(factor.path()).expect(204).text()).isEmpty();

        factor.fetch().expectNotFound();
        factor.verify(factor.freshCode()).expectNotFound();
        api.get(factor.entity()).expect(200);
    }
}
