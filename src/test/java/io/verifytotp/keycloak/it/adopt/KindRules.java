package io.verifytotp.keycloak.it.adopt;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.setup.PlainRealm;
import io.verifytotp.keycloak.it.support.Await;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.db.OurRows;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.Base32Key;
import io.verifytotp.keycloak.it.support.realm.SecondFactors;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.OwnKeycloak;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rules for users of every kind who can log in. */
abstract class KindRules {
    private static final Duration STEP = Duration.ofSeconds(30);
    static final String SEED = Base32Key.encode("12345678901234567890".getBytes(US_ASCII));
    static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String NAME = "odd-owl";

    private TestRealm realm;
    private KindOfUsers kind;
    private TestUser user;
    private OurRows rows;
    private TestClock clock;

    abstract OwnKeycloak<?> own();

    abstract KindOfUsers in(TestRealm realm);

    @BeforeEach
    void addUser() {
        realm = PlainRealm.on(own().server());
        kind = in(realm);
        user = kind.add(NAME);
        rows = OurRows.of(own().database(), realm);
        clock = new TestClock(own().server());
    }

    @AfterEach
    void deleteRealm() throws Exception {
        realm.close();
        kind.close();
    }

    TestRealm realm() {
        return realm;
    }

    TestUser user() {
        return user;
    }

    OurRows rows() {
        return rows;
    }

    @Test
    void enrollAndLogIn() {
        AdoptingRealm.on(realm, "everybody");
        HttpLogin login = new HttpLogin(realm);
        HttpPage page = kind.firstFactor(login, user);
        assertThat(page.isEnrollment()).as(page.toString()).isTrue();
        AuthenticatorApp app = AuthenticatorApp.scan(page.otpAuthUri());

        HttpPage end = login.enroll(page, fresh(app), "Phone");

        assertThat(end.isLoggedIn()).as(end.toString()).isTrue();
        assertThat(logIn(app).isLoggedIn()).isTrue();
        assertThat(logIn(AuthenticatorApp.typed(SEED)).isLoggedIn()).isFalse();
        assertThat(SecondFactors.ours(realm, user)).hasSize(1);
        assertThat(rows.factors()).hasSize(1);
    }

    @Test
    void bringKeycloaksOtpAlongAtALogin() {
        AuthenticatorApp app = keycloakOtp();
        AdoptingRealm adopting = AdoptingRealm.on(realm, "enrolled");
        String id = SecondFactors.id(realm, user, SecondFactors.OTP);

        HttpPage end = logIn(app);

        assertThat(end.isLoggedIn()).as(end.toString()).isTrue();
        assertThat(adopting.isAdopted(user)).isTrue();
        assertThat(SecondFactors.id(realm, user, SecondFactors.OURS)).isEqualTo(id);
        assertThat(rows.factors()).containsExactly(id);
        assertThat(logIn(app).isLoggedIn()).isTrue();
    }

    @Test
    void bringKeycloaksOtpAlongInBulkAndBack() {
        AuthenticatorApp app = keycloakOtp();
        AdoptingRealm adopting = AdoptingRealm.on(realm, "enrolled");

        ApiReply adopted = adopting.call("Adopt").expect(200);

        assertThat(adopted.field("adopted")).as(adopted.text()).isEqualTo("1");
        assertThat(adopted.field("remaining")).isEqualTo("0");
        assertThat(adopting.isAdopted(user)).isTrue();
        assertThat(logIn(app).isLoggedIn()).isTrue();

        adopting.adopt("off");
        beforeRestore(adopting);
        ApiReply restored = adopting.call("Restore", "Confirm", "plaintext").expect(200);
        assertThat(restored.field("restored")).as(restored.text()).isEqualTo("1");
        HttpLogin login = new HttpLogin(realm);
        assertRestored(login, kind.firstFactor(login, user), app);

        // Until then the row stays: it knows the codes that were used.
        kind.remove(user);
        Await.until("their removal", PATIENCE, () -> rows.all().isEmpty());
    }

    @Test
    void takeASeedOverTheApi() {
        AdoptingRealm adopting = AdoptingRealm.on(realm, "enrolled");

        ApiFactor factor = factor(adopting);

        assertThat(factor.statusFor(factor.freshCode())).isEqualTo("approved");
        assertThat(factor.statusFor(factor.currentCode())).isEqualTo("pending");
        assertThat(logIn(AuthenticatorApp.typed(SEED)).isLoggedIn()).isTrue();
    }

    @Test
    void leaveNoRowOfARemovedFactor() {
        ApiFactor factor = factor(AdoptingRealm.on(realm, "enrolled"));
        assertThat(rows.factors()).hasSize(1);

        realm.admin()
                .delete(realm.path(
                        "/users/" + user.id() + "/credentials/" + SecondFactors.id(realm, user, SecondFactors.OURS)))
                .expect(204);

        assertThat(rows.factors()).isEmpty();
        factor.api().delete(factor.entity()).expect(204);
        assertThat(rows.all()).isEmpty();
        assertThat(kind.firstFactor(new HttpLogin(realm), user).isLoggedIn()).isTrue();
    }

    @Test
    void leaveNoRowWhenTheyAreRemoved() {
        ApiFactor factor = factor(AdoptingRealm.on(realm, "enrolled"));
        factor.openChallenge();
        assertThat(rows.all()).hasSizeGreaterThan(2);

        kind.remove(user);

        Await.until("their removal", PATIENCE, () -> rows.all().isEmpty());
    }

    void beforeRestore(AdoptingRealm adopting) {}

    /** With the code of the next step, because Keycloak has used the present one at the set-up. */
    void assertRestored(HttpLogin login, HttpPage page, AuthenticatorApp app) {
        assertThat(AdoptingRealm.isKeycloaks(page)).as(page.toString()).isTrue();
        HttpPage end = login.submit(page, Map.of("otp", app.codeAt(Instant.now().plus(STEP))));
        assertThat(end.isLoggedIn()).as(end.toString()).isTrue();
    }

    ApiFactor factor(AdoptingRealm adopting) {
        return ApiFactor.verified(adopting.api(), user, "Binding.Secret", SEED);
    }

    /** Sets Keycloak's own OTP up as its users do; its pages go by the machine's clock. */
    AuthenticatorApp keycloakOtp() {
        HttpLogin login = new HttpLogin(realm);
        assertThat(kind.firstFactor(login, user).isLoggedIn()).isTrue();
        HttpPage page = login.start(Map.of("kc_action", "CONFIGURE_TOTP"));
        String secret = page.html().hiddenFields().get("totpSecret");
        assertThat(secret).as(page.toString()).isNotNull();
        AuthenticatorApp app = OtpCredential.usual().withSecret(secret).app();
        HttpPage end = login.submit(page, Map.of("totp", app.codeAt(Instant.now()), "userLabel", OtpCredential.LABEL));
        assertThat(end.isLoggedIn()).as(end.toString()).isTrue();
        return app;
    }

    private HttpPage logIn(AuthenticatorApp app) {
        HttpLogin login = new HttpLogin(realm);
        HttpPage page = kind.firstFactor(login, user);
        assertThat(page.asksForCode()).as(page.toString()).isTrue();
        return login.code(page, fresh(app));
    }

    private String fresh(AuthenticatorApp app) {
        clock.advanceToStepStart(STEP);
        return app.codeAt(clock.now());
    }
}
