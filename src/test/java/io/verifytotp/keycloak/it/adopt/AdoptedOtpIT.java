package io.verifytotp.keycloak.it.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.http.Reply;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.SecondFactors;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Users who have an authenticator app with Keycloak's own OTP, when they log in to a realm that adopts it. */
class AdoptedOtpIT {
    @AutoClose
    private static final AdoptingRealm adopting = AdoptingRealm.on(SharedKeycloak.get(), "enrolled");

    /** Each value of each parameter with each encoding; the thorough run has all combinations. */
    static Stream<OtpCredential> kinds() {
        return Stream.of(
                        OtpCredential.usual(),
                        OtpCredential.totp(8, 20, "HmacSHA256"),
                        OtpCredential.totp(6, 60, "HmacSHA512"))
                .flatMap(otp -> Stream.of(otp, otp.inBase32()));
    }

    static Stream<OtpCredential> allKinds() {
        return Stream.of("HmacSHA1", "HmacSHA256", "HmacSHA512")
                .flatMap(algorithm -> Stream.of(6, 8).flatMap(digits -> Stream.of(20, 30, 60)
                        .map(period -> OtpCredential.totp(digits, period, algorithm))
                        .flatMap(otp -> Stream.of(otp, otp.inBase32()))));
    }

    @Tag("thorough")
    @ParameterizedTest
    @MethodSource("allKinds")
    void ofEveryKindAreAdopted(OtpCredential otp) {
        areAskedForACodeOfThatAppAndKeepIt(otp);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void areAskedForACodeOfThatAppAndKeepIt(OtpCredential otp) {
        EnrolledUser user = adopting.userWith(otp);
        String before = SecondFactors.id(adopting.realm(), user.user(), SecondFactors.OTP);

        assertThat(user.logIn(user.currentCode()).isLoggedIn()).isTrue();

        List<JsonNode> ours = SecondFactors.ours(adopting.realm(), user.user());
        assertThat(ours).singleElement().satisfies(credential -> {
            assertThat(credential.get("id").asText()).isEqualTo(before);
            assertThat(credential.get("userLabel").asText()).isEqualTo(OtpCredential.LABEL);
        });
        assertThat(adopting.isAdopted(user.user())).isTrue();
        user.clock().advance(Duration.ofSeconds(otp.period()));
        assertThat(user.logIn(user.currentCode()).isLoggedIn()).isTrue();
    }

    @Test
    void seeOurPageAndNoOtherChoice() {
        EnrolledUser user = adopting.userWith(OtpCredential.usual());

        HttpPage page = user.prompt().page();

        assertThat(page.asksForCode()).as(page.toString()).isTrue();
        assertThat(AdoptingRealm.isKeycloaks(page)).isFalse();
        assertThat(page.html().hasField("tryAnotherWay")).isFalse();
    }

    @Test
    void useACodeOnce() {
        EnrolledUser user = adopting.userWith(OtpCredential.usual());
        String code = user.freshCode();
        assertThat(user.logIn(code).isLoggedIn()).isTrue();

        assertThat(user.logIn(code).isLoggedIn()).isFalse();
    }

    @Test
    void keepItWithKeycloakAfterAWrongCode() {
        EnrolledUser user = adopting.userWith(OtpCredential.usual());

        HttpPage refused = user.logIn(user.wrongCode());

        assertThat(refused.asksForCode()).isTrue();
        assertThat(adopting.types(user.user())).contains(SecondFactors.OTP);
    }

    @Test
    void areLockedAfterWrongCodesAsEverybody() {
        EnrolledUser user = adopting.userWith(OtpCredential.usual());
        for (int i = 0; i < 5; i++) {
            user.logIn(user.wrongCode());
        }

        assertThat(user.logIn(user.currentCode()).isLoggedIn()).isFalse();
        assertThat(user.logIn(user.freshCode(4)).isLoggedIn()).isTrue();
    }

    @Test
    void giveTheCodeToTheDirectGrantAsWell() {
        EnrolledUser user = adopting.userWith(OtpCredential.usual());

        assertThat(adopting.realm().directGrant(user.user(), Map.of()).status()).isIn(400, 401);
        Reply reply = adopting.realm().directGrant(user.user(), Map.of("totp", user.freshCode()));

        assertThat(reply.status()).as(reply.body().toString()).isEqualTo(200);
        assertThat(adopting.isAdopted(user.user())).isTrue();
    }

    @Test
    void bringAllTheirAppsAlong() {
        OtpCredential second = OtpCredential.usual().withSecret("ABCDEFGHIJKLMNOPQRST");
        TestUser user =
                adopting.userWith(List.of(OtpCredential.usual().representation(), second.representation("Tablet")));
        EnrolledUser withSecond =
                new EnrolledUser(adopting.realm(), user, second.app(), new TestClock(SharedKeycloak.get()));
        HttpLogin login = new HttpLogin(adopting.realm());
        HttpPage page = login.startWithPassword(user);
        assertThat(page.factors()).hasSize(2);

        HttpPage end = login.code(page, withSecond.freshCode(), page.factors().get(1));

        assertThat(end.isLoggedIn()).as(end.toString()).isTrue();
        assertThat(SecondFactors.ours(adopting.realm(), user)).hasSize(2);
    }

    @Test
    void doNotSetUpAnotherAppWithThePasswordAlone() {
        EnrolledUser user = adopting.userWith(OtpCredential.usual());
        HttpLogin login = new HttpLogin(adopting.realm());

        HttpPage page = login.password(login.start(Map.of("kc_action", "verify-totp-enroll")), user.user());

        assertThat(page.asksForCode()).as(page.toString()).isTrue();
    }

    @Test
    void stayWithKeycloakIfTheyCountLogins() {
        TestUser user = adopting.userWith(List.of(OtpCredential.hotp().representation()));

        HttpPage page = new HttpLogin(adopting.realm()).startWithPassword(user);

        assertThat(AdoptingRealm.isKeycloaks(page)).as(page.toString()).isTrue();
    }

    @Test
    void areAskedByKeycloakAgainOnceTheOptionIsOff() {
        try (AdoptingRealm off = AdoptingRealm.on(SharedKeycloak.get(), "everybody")) {
            EnrolledUser user = off.userWith(OtpCredential.usual());
            off.adopt("off");

            HttpPage page = user.prompt().page();

            assertThat(AdoptingRealm.isKeycloaks(page)).as(page.toString()).isTrue();
        }
    }
}
