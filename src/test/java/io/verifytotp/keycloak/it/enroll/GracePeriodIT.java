package io.verifytotp.keycloak.it.enroll;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Together;
import io.verifytotp.keycloak.it.support.browser.Browser;
import io.verifytotp.keycloak.it.support.browser.BrowserExtension;
import io.verifytotp.keycloak.it.support.browser.EnrollPage;
import io.verifytotp.keycloak.it.support.browser.LoginPage;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.http.Reply;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** "Later": the set-up is put off as long and as often as the Service allows. */
@ExtendWith(BrowserExtension.class)
class GracePeriodIT {
    private static final Map<String, String> LATER = Map.of("skip", "true");
    private static final Map<String, String> ENROLL = Map.of("kc_action", "verify-totp-enroll");

    @AutoClose
    private static final TestRealm realm = RealmBuilder.aRealm()
            .codeRequired()
            .codeConfig(Map.of("default.reference.value", "otp", "default.reference.maxAge", "300"))
            .amrMapper()
            .enrollConfig(Map.of("graceSkips", "2", "graceDays", "365"))
            .createOn(SharedKeycloak.get());

    @Test
    void itIsOfferedAgainAtTheNextLoginUntilTheTimesAreUsed() {
        TestUser user = realm.addUser("patient");
        HttpLogin login = new HttpLogin(realm);

        HttpPage end = login.submit(login.startWithPassword(user), LATER);
        assertThat(end.isLoggedIn()).isTrue();
        HttpLogin second = new HttpLogin(realm);
        assertThat(second.submit(second.startWithPassword(user), LATER).isLoggedIn())
                .isTrue();
        HttpLogin third = new HttpLogin(realm);
        HttpPage last = third.startWithPassword(user);
        assertThat(offersLater(last)).isFalse();
        HttpPage refused = third.submit(last, LATER);

        assertThat(refused.isEnrollment()).isTrue();
        assertThat(refused.error()).startsWith("You can't postpone this any longer.");
        assertThat(refused.otpAuthUri()).isEqualTo(last.otpAuthUri());
        assertThat(realm.events("CUSTOM_REQUIRED_ACTION_ERROR").stream()
                        .filter(event -> event.path("userId").asText().equals(user.id()))
                        .map(event -> event.at("/details/verify_totp_reason").asText()))
                .containsExactly("put_off", "put_off");
    }

    @Test
    void whoPutItOffHasNotUsedASecondFactor() {
        TestUser user = realm.addUser("single-factor");
        HttpLogin login = new HttpLogin(realm);
        HttpPage end = login.submit(login.startWithPassword(user), LATER);

        assertThat(login.exchange(end).amr()).doesNotContain("otp");
        EnrolledUser.enroll(realm, user, "");
        assertThat(login.start(ENROLL).html().hasId("verify-totp-prove")).isTrue();
    }

    @Test
    void whoHasAFactorCanNotPutItOff() {
        EnrolledUser user = EnrolledUser.enroll(realm, "enrolled");
        EnrolledUser.CodePrompt prompt = user.prompt();

        HttpPage page = prompt.answer(LATER);

        assertThat(page.asksForCode()).isTrue();
        assertThat(page.isLoggedIn()).isFalse();
    }

    @Test
    void theDayIsTheEnd() {
        try (TestRealm days = RealmBuilder.aRealm()
                .codeRequired()
                .enrollConfig(Map.of("graceDays", "1"))
                .createOn(SharedKeycloak.get())) {
            TestUser user = days.addUser("tomorrow");
            HttpLogin login = new HttpLogin(days);
            HttpPage page = login.startWithPassword(user);
            assertThat(page.html().text("verify-totp-later-limits").orElseThrow())
                    .contains("You can do this later, until ");
            assertThat(login.submit(page, LATER).isLoggedIn()).isTrue();

            new TestClock(days.keycloak()).advance(Duration.ofDays(1));

            HttpLogin late = new HttpLogin(days);
            HttpPage last = late.startWithPassword(user);
            assertThat(offersLater(last)).isFalse();
            assertThat(late.submit(last, LATER).isLoggedIn()).isFalse();
        }
    }

    @Test
    void whatAnAdministratorAsksOfAUserComesBackAtTheNextLogin() {
        try (TestRealm open =
                RealmBuilder.aRealm().enrollConfig(Map.of("graceSkips", "5")).createOn(SharedKeycloak.get())) {
            TestUser user = open.addUser("asked");
            open.admin()
                    .put(open.path("/users/" + user.id()), Map.of("requiredActions", List.of("verify-totp-enroll")))
                    .expect(204);
            HttpLogin login = new HttpLogin(open);
            HttpPage page = login.startWithPassword(user);
            assertThat(offersLater(page)).isTrue();

            assertThat(login.submit(page, LATER).isLoggedIn()).isTrue();

            assertThat(login.start().isLoggedIn()).isFalse();
            HttpLogin next = new HttpLogin(open);
            assertThat(next.startWithPassword(user).isEnrollment()).isTrue();
        }
    }

    @Test
    void otherRequiredActionsFollow() {
        try (TestRealm open = RealmBuilder.aRealm()
                .codeRequired()
                .enrollConfig(Map.of("graceSkips", "5"))
                .createOn(SharedKeycloak.get())) {
            TestUser user = open.addUser("busy");
            open.admin()
                    .put(open.path("/users/" + user.id()), Map.of("requiredActions", List.of("UPDATE_PASSWORD")))
                    .expect(204);
            HttpLogin login = new HttpLogin(open);
            HttpPage page = login.startWithPassword(user);
            if (!page.isEnrollment()) {
                page = login.submit(page, Map.of("password-new", "another", "password-confirm", "another"));
            }

            HttpPage next = login.submit(page, LATER);
            if (!next.isLoggedIn()) {
                next = login.submit(next, Map.of("password-new", "another", "password-confirm", "another"));
            }

            assertThat(next.isLoggedIn()).isTrue();
        }
    }

    @Test
    void whoMayCancelIsNotOfferedIt() {
        try (TestRealm open =
                RealmBuilder.aRealm().enrollConfig(Map.of("graceSkips", "5")).createOn(SharedKeycloak.get())) {
            TestUser user = open.addUser("volunteer");
            HttpLogin login = new HttpLogin(open);

            HttpPage page = login.password(login.start(ENROLL), user);

            assertThat(page.isEnrollment()).isTrue();
            assertThat(offersLater(page)).isFalse();
            assertThat(login.submit(page, LATER).isEnrollment()).isTrue();
        }
    }

    @Test
    void aLevelOfAuthenticationIsNotReachedByPuttingItOff() {
        try (TestRealm levels = RealmBuilder.aRealm()
                .codeForLevelTwo()
                .enrollConfig(Map.of("graceSkips", "5"))
                .createOn(SharedKeycloak.get())) {
            TestUser user = levels.addUser("climber");
            HttpLogin login = new HttpLogin(levels);

            HttpPage page = login.password(login.start(Map.of("acr_values", "2")), user);

            assertThat(page.isEnrollment()).isTrue();
            assertThat(offersLater(page)).isFalse();
            assertThat(login.submit(page, LATER).isLoggedIn()).isFalse();
        }
    }

    @Test
    void twoAtOnceNeverPassTheLimit() throws Exception {
        try (TestRealm once = RealmBuilder.aRealm()
                .codeRequired()
                .enrollConfig(Map.of("graceSkips", "3"))
                .createOn(SharedKeycloak.get())) {
            TestUser user = once.addUser("crowd-" + UUID.randomUUID());
            List<Callable<HttpPage>> posts = IntStream.range(0, 8)
                    .<Callable<HttpPage>>mapToObj(i -> {
                        HttpLogin login = new HttpLogin(once);
                        HttpPage page = login.startWithPassword(user);
                        return () -> putOffUntilRefused(login, page);
                    })
                    .toList();

            List<HttpPage> ends = Together.run(posts);

            assertThat(ends).filteredOn(HttpPage::isLoggedIn).hasSize(3);
            assertThat(ends).filteredOn(end -> !end.isLoggedIn()).allMatch(end -> end.error()
                    .startsWith("You can't postpone this any longer."));
        }
    }

    /** Where another login was first, the page is shown anew, with the times that are left. */
    private static HttpPage putOffUntilRefused(HttpLogin login, HttpPage page) {
        HttpPage next = login.submit(page, LATER);
        while (next.isEnrollment() && next.error().isEmpty()) {
            next = login.submit(next, LATER);
        }
        return next;
    }

    @Test
    void aDirectGrantRefusesWhoHasNoFactorAsBefore() {
        try (TestRealm direct = RealmBuilder.aRealm()
                .codeRequiredForDirectGrant()
                .enrollConfig(Map.of("graceSkips", "5"))
                .createOn(SharedKeycloak.get())) {
            Reply reply = direct.directGrant(direct.addUser("program"), Map.of());

            assertThat(reply.expect(400).body().get("error_description").asText())
                    .isEqualTo("Account is not fully set up");
        }
    }

    @Test
    void theButtonWorksInABrowser(Browser browser) {
        LoginPage.open(browser, realm).logIn(realm.addUser("clicker"));

        EnrollPage.at(browser).putOff();

        assertThat(browser.awaitRedirect().code()).isNotEmpty();
    }

    private static boolean offersLater(HttpPage page) {
        assertThat(page.isEnrollment()).isTrue();
        return page.html().text("verify-totp-later-limits").isPresent();
    }
}
