package io.verifytotp.keycloak.it.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is locked or disabled, and how an administrator sets a factor free. */
class FactorLocksIT {
    @AutoClose
    private static TestRealm realm;

    private static VerifyApi api;

    private ApiFactor factor;

    @BeforeAll
    static void createRealm() {
        realm = RealmBuilder.aRealm()
                .codeRequired()
                .enrollConfig(Map.of("disableAfter", "20"))
                .createOn(SharedKeycloak.get());
        api = realm.api("manage-verify-totp");
    }

    @BeforeEach
    void enroll() {
        factor = ApiFactor.verified(api, realm.addUser("locked-" + UUID.randomUUID()));
    }

    @Test
    void aLockIsListedAndReportedOnce() {
        factor.guessWrong(7);

        ApiReply list = locked();
        assertThat(list.fields("locked_factors", "sid")).containsOnlyOnce(factor.sid());
        assertThat(list.text())
                .contains("\"reason\":\"locked\"")
                .contains(factor.user().id());
        assertThat(lockouts("USER_DISABLED_BY_TEMPORARY_LOCKOUT")).hasSize(1);
    }

    @Test
    void aManagerUnlocks() {
        factor.guessWrong(5);
        assertThat(factor.statusFor(factor.currentCode())).isEqualTo("pending");

        ApiReply unlocked = factor.update("Unlock", "true").expect(200);

        assertThat(unlocked.field("locked_until")).isEmpty();
        assertThat(unlocked.field("failures")).isEqualTo("0");
        assertThat(locked().fields("locked_factors", "sid")).doesNotContain(factor.sid());
        assertThat(factor.statusFor(factor.freshCode())).isEqualTo("approved");
    }

    @Test
    void aManagerEnablesADisabledFactor() {
        for (int i = 0; i < 20; i++) {
            factor.guessWrong(1);
            if (i >= 4) {
                factor.advance(Duration.ofHours(1));
            }
        }
        assertThat(factor.fetch().field("disabled")).isEqualTo("true");
        assertThat(locked().text()).contains("\"reason\":\"disabled\"");
        assertThat(lockouts("USER_DISABLED_BY_PERMANENT_LOCKOUT")).hasSize(1);
        assertThat(factor.statusFor(factor.freshCode())).isEqualTo("pending");

        factor.update("Unlock", "true").expect(200);

        assertThat(factor.fetch().field("disabled")).isEqualTo("false");
        assertThat(factor.statusFor(factor.freshCode())).isEqualTo("approved");
    }

    @Test
    void whoMayOnlyChallengeUnlocksNothing() {
        factor.guessWrong(5);

        factor.as(realm.api("challenge-verify-totp")).update("Unlock", "true").expectError(403, 20403);

        assertThat(locked().fields("locked_factors", "sid")).contains(factor.sid());
    }

    @Test
    void otherWordsThanTrueAndFalseAreRefused() {
        factor.update("Unlock", "yes").expectInvalid("Unlock");
    }

    private static ApiReply locked() {
        return api.get("/Services/" + api.defaultService() + "/LockedFactors?PageSize=1000")
                .expect(200);
    }

    private List<String> lockouts(String type) {
        return realm.events(type).stream()
                .filter(event ->
                        event.path("userId").asText().equals(factor.user().id()))
                .map(event -> event.get("details").get("verify_totp_factor").asText())
                .toList();
    }
}
