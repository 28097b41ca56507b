package io.verifytotp.keycloak.it.support.browser;

import io.verifytotp.keycloak.it.support.api.ApiClientBuilder;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.openqa.selenium.By;

/** Leads one user through every state of our pages, in a realm that it configures, and stops at each. */
public final class PageTour {
    public static final String SECOND_ENROLLMENT = "enroll-second";

    /** A client whose sessions have proved no factor; the realm needs it. */
    public static final String WITHOUT_CODE = "without-code";

    private static final Map<String, String> ONE_FACTOR = Map.of("maxFactors", "1");
    private static final Map<String, String> TWO_FACTORS = Map.of("maxFactors", "2");
    private static final Map<String, String> WITH_GRACE =
            Map.of("maxFactors", "2", "graceDays", "7", "graceSkips", "3");

    private static final By MANUAL = By.cssSelector(".verify-totp-manual > summary");
    private static final String FIRST_DEVICE = "Phone";

    private final Browser browser;
    private final TestRealm realm;
    private final TestClock clock;
    private final TestUser user;
    private final Consumer<String> stop;

    private PageTour(Browser browser, TestRealm realm, String username, Consumer<String> stop) {
        this.browser = browser;
        this.realm = realm;
        this.clock = new TestClock(realm.keycloak());
        this.user = realm.addUser(username);
        this.stop = stop;
    }

    /** Calls {@code stop} with the name of each state while the browser shows it. */
    public static void lead(Browser browser, TestRealm realm, String username, Consumer<String> stop) {
        PageTour tour = new PageTour(browser, realm, username, stop);
        EnrolledUser first = tour.enroll();
        tour.logIn(first);
        EnrolledUser second = tour.enrollSecond();
        tour.logInWithEither(List.of(first, second));
        tour.proveOnTheSpot(first);
        tour.confirm(first);
    }

    private EnrolledUser enroll() {
        realm.configureEnrollment(WITH_GRACE);
        LoginPage.open(browser, realm).logIn(user);
        EnrolledUser enrolled = scan();
        stop.accept("enroll-later");
        realm.configureEnrollment(TWO_FACTORS);
        browser.reload();
        EnrollPage.at(browser);
        stop.accept("enroll");
        browser.await(MANUAL).click();
        stop.accept("enroll-by-hand");
        EnrollPage.at(browser).submit(enrolled.wrongCode());
        stop.accept("enroll-error");
        EnrollPage.at(browser).submit(enrolled.wrongCode());
        stop.accept("enroll-clock");
        EnrollPage.at(browser).label(FIRST_DEVICE).submit(enrolled.freshCode());
        browser.awaitRedirect();
        return enrolled;
    }

    private void logIn(EnrolledUser enrolled) {
        askForCode();
        stop.accept("code");
        CodePage.at(browser).submit(enrolled.wrongCode());
        stop.accept("code-error");
        CodePage.at(browser).submit(enrolled.wrongCode());
        stop.accept("code-clock");
        for (int i = 0; i < 3; i++) {
            CodePage.at(browser).submit(enrolled.wrongCode());
        }
        stop.accept("code-locked");
        CodePage.at(browser).submit(enrolled.freshCode(2));
        browser.awaitRedirect();
    }

    private EnrolledUser enrollSecond() {
        realm.configureEnrollment(ONE_FACTOR);
        browser.goTo(realm.authorizationUri(Map.of("kc_action", "verify-totp-enroll")));
        EnrollPage.at(browser);
        stop.accept("enroll-replacing");
        realm.configureEnrollment(TWO_FACTORS);
        browser.reload();
        EnrolledUser second = scan();
        stop.accept(SECOND_ENROLLMENT);
        EnrollPage.at(browser).label(FIRST_DEVICE).submit(second.freshCode());
        stop.accept("enroll-name-taken");
        EnrollPage.at(browser).label("Tablet").submit(second.currentCode());
        browser.awaitRedirect();
        return second;
    }

    private void logInWithEither(List<EnrolledUser> factors) {
        askForCode();
        stop.accept("code-two");
        CodePage.at(browser).submit(factors.get(0).wrongCode());
        stop.accept("code-two-error");
        CodePage.at(browser).submit(factors.get(0).freshCode());
        browser.awaitRedirect();
    }

    private void proveOnTheSpot(EnrolledUser factor) {
        browser.forgetCookies();
        browser.goTo(realm.authorizationUri(Map.of("client_id", WITHOUT_CODE)));
        LoginPage.at(browser).logIn(user);
        browser.awaitRedirect();
        browser.goTo(realm.authorizationUri(Map.of("client_id", WITHOUT_CODE, "kc_action", "verify-totp-enroll")));
        CodePage.at(browser);
        stop.accept("prove");
        CodePage.at(browser).submit(factor.wrongCode());
        stop.accept("prove-error");
    }

    /** Operations that a back end has opened, in the session without a code. */
    private void confirm(EnrolledUser factor) {
        Map<String, String> options = new HashMap<>(TWO_FACTORS);
        options.put("confirmClients", TestRealm.CLIENT_ID);
        realm.configureEnrollment(options);
        VerifyApi api = ApiClientBuilder.aClient()
                .with("name", "Owlbank")
                .roles(ApiRole.CHALLENGE)
                .createIn(realm)
                .api();
        String entity = VerifyApi.entity(api.defaultService(), user);
        String sid = api.list(entity + "/Factors").stream()
                .filter(each -> each.get("friendly_name").asText().equals(FIRST_DEVICE))
                .map(each -> each.get("sid").asText())
                .findFirst()
                .orElseThrow();
        clock.advanceToStepStart(Duration.ofSeconds(30));
        String challenge =
                api.post(entity + "/Challenges", transfer(sid)).expect(201).sid();
        browser.goTo(realm.authorizationUri(Map.of("kc_action", "verify-totp-confirm:" + challenge)));
        ConfirmPage.at(browser);
        stop.accept("confirm");
        ConfirmPage.at(browser).confirm(factor.wrongCode());
        stop.accept("confirm-error");
        api.post(entity + "/Challenges", Form.of("FactorSid", sid, "AuthPayload", factor.currentCode()))
                .expect(201);
        browser.reload();
        ConfirmPage.at(browser);
        stop.accept("confirm-wait");
        clock.advance(Duration.ofSeconds(50));
        ConfirmPage.at(browser).confirm(factor.wrongCode());
        browser.await(By.id("verify-totp-back"));
        stop.accept("confirm-closed");
    }

    private Form transfer(String sid) {
        return Form.of(
                "FactorSid",
                sid,
                "ExpirationDate",
                clock.now().plusSeconds(45).truncatedTo(ChronoUnit.SECONDS).toString(),
                "Details.Message",
                "Do you want to transfer this amount?",
                "Details.Fields",
                "{\"label\":\"To\",\"value\":\"Oscar Owl\"}",
                "Details.Fields",
                "{\"label\":\"IBAN\",\"value\":\"DE02 1203 0000 0000 2020 51\"}",
                "Details.Fields",
                "{\"label\":\"Amount\",\"value\":\"1,250.00 EUR\"}");
    }

    private EnrolledUser scan() {
        AuthenticatorApp app = AuthenticatorApp.scan(EnrollPage.at(browser).otpAuthUri());
        return new EnrolledUser(realm, user, app, clock);
    }

    private void askForCode() {
        browser.goTo(realm.authorizationUri(Map.of("prompt", "login")));
        LoginPage.at(browser).logIn(user);
        CodePage.at(browser);
    }
}
