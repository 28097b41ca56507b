package io.verifytotp.keycloak.it.confirm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.setup.PlainRealm;
import io.verifytotp.keycloak.it.support.api.ApiClientBuilder;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.http.Callback;
import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.http.Tokens;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** A client that comes back with what a resource server asks for by RFC 9470, in realms that one call has set up. */
class StepUpInsteadIT {
    private static final Duration LONGER_THAN_LEVEL_TWO = Duration.ofSeconds(301);
    private static final Map<String, String> LEVEL_TWO = Map.of("acr_values", "2");

    /** A realm with levels, and a back end that opens challenges. */
    @TestInstance(Lifecycle.PER_CLASS)
    abstract static class InARealm {
        private final String[] more;

        @AutoClose
        private final TestRealm realm = PlainRealm.on(SharedKeycloak.get());

        private ConfirmRealm bank;
        private ResourceServer server;

        InARealm(String... more) {
            this.more = more;
        }

        @BeforeAll
        void setUp() throws IOException {
            PlainRealm.api(realm)
                    .post("/Setup", Form.of("Levels", "true").and(more))
                    .expect(200);
            realm.configureEnrollment(Map.of("notifyUsers", "off", "confirmClients", TestRealm.CLIENT_ID));
            bank = new ConfirmRealm(
                    realm,
                    ApiClientBuilder.aClient()
                            .with("redirectUris", List.of(Callback.uri()))
                            .roles(ApiRole.CHALLENGE)
                            .createIn(realm),
                    realm.api(ApiRole.MANAGE));
            server = ResourceServer.of(realm);
        }

        @AfterAll
        void stop() {
            server.close();
        }

        ApiFactor customer() {
            return bank.customer("customer-" + UUID.randomUUID());
        }

        HttpLogin browser() {
            return new HttpLogin(realm);
        }

        ConfirmRealm bank() {
            return bank;
        }

        /** The parameters with which the client has to come back. */
        Map<String, String> wanted(Tokens tokens) {
            Map<String, String> challenge = server.challenge(tokens.bearer());
            assertThat(challenge).containsEntry("error", "insufficient_user_authentication");
            return Map.of("acr_values", challenge.get("acr_values"), "max_age", challenge.get("max_age"));
        }

        void assertServed(Tokens tokens) {
            assertThat(server.challenge(tokens.bearer())).isEmpty();
        }

        void advance(Duration duration) {
            new TestClock(realm.keycloak()).advance(duration);
        }

        static String level(Tokens tokens) {
            assertThat(tokens.accessToken().get("acr"))
                    .isEqualTo(tokens.idToken().get("acr"));
            return tokens.idToken().get("acr").asText();
        }

        static long authenticated(Tokens tokens) {
            JsonNode time = tokens.idToken().get("auth_time");
            return time.asLong();
        }
    }

    @Nested
    class WithLevelsAlone extends InARealm {
        @Test
        void theClientGetsWhatItComesBackForAndIsAskedAgainWhenThatIsTooOld() {
            ApiFactor factor = customer();
            HttpLogin login = browser();
            Tokens first = login.exchange(login.startWithPassword(factor.user()));
            assertThat(level(first)).isEqualTo("1");
            Map<String, String> wanted = wanted(first);

            HttpPage page = login.start(wanted);
            assertThat(page.asksForCode()).as(page.toString()).isTrue();
            HttpPage refused = login.code(page, factor.wrongCode());
            assertThat(refused.asksForCode()).as(refused.toString()).isTrue();
            Tokens second = login.exchange(login.code(refused, factor.freshCode()));
            assertThat(level(second)).isEqualTo("2");
            assertThat(authenticated(second)).isGreaterThan(authenticated(first));
            assertServed(second);

            HttpPage within = login.start(wanted);
            assertThat(within.isLoggedIn()).as(within.toString()).isTrue();
            assertThat(level(login.exchange(within))).isEqualTo("2");

            advance(LONGER_THAN_LEVEL_TWO);
            assertThat(wanted(second)).isEqualTo(wanted);
            HttpPage codeAlone = login.start(LEVEL_TWO);
            assertThat(codeAlone.asksForCode()).as(codeAlone.toString()).isTrue();
            assertServed(login.exchange(login.code(codeAlone, factor.freshCode())));

            advance(LONGER_THAN_LEVEL_TWO);
            HttpPage password = login.start(wanted);
            assertThat(password.asksForPassword()).as(password.toString()).isTrue();
            HttpPage code = login.password(password, factor.user());
            assertThat(code.asksForCode()).as(code.toString()).isTrue();
            assertServed(login.exchange(login.code(code, factor.freshCode())));
        }

        @Test
        void aLoginThatAsksForLevelTwoGetsItWithOneCode() {
            ApiFactor factor = customer();
            HttpLogin login = browser();

            HttpPage page = login.password(login.start(LEVEL_TWO), factor.user());

            assertServed(login.exchange(login.code(page, factor.freshCode())));
        }

        @Test
        void whoHasNoFactorSetsOneUpForLevelTwo() {
            HttpLogin login = browser();
            HttpPage end = login.startWithPassword(bank().realm().addUser("new-" + UUID.randomUUID()));
            assertThat(end.isLoggedIn()).as(end.toString()).isTrue();

            assertThat(login.start(LEVEL_TWO).isEnrollment()).isTrue();
        }

        /** A code that a level had asked for would be used, and could not confirm anything. */
        @Test
        void theConfirmationOfAnOperationAsksForNoCodeBefore() {
            ApiFactor factor = customer();
            String challenge = bank().transfer(factor);
            HttpLogin login = browser();
            login.startWithPassword(factor.user());

            ConfirmRealm.Visit visit = new ConfirmRealm.Visit(login, login.start(ConfirmRealm.confirming(challenge)));

            assertThat(visit.asks()).as(visit.page().toString()).isTrue();
            assertThat(visit.confirm(factor.freshCode()).actionStatus()).isEqualTo("success");
            assertThat(bank().status(factor, challenge)).isEqualTo("approved");
        }

        /** The client that wants both gets both, with a code each. */
        @Test
        void aConfirmationWithAStepUpTakesTheNextCode() {
            ApiFactor factor = customer();
            String challenge = bank().transfer(factor);
            HttpLogin login = browser();
            login.startWithPassword(factor.user());
            HttpPage stepUp = login.start(Map.of("acr_values", "2", "kc_action", "verify-totp-confirm:" + challenge));
            assertThat(stepUp.asksForCode()).isTrue();
            assertThat(stepUp.html().hasId("verify-totp-operation")).isFalse();

            ConfirmRealm.Visit visit = new ConfirmRealm.Visit(login, login.code(stepUp, factor.freshCode()));

            assertThat(visit.asks()).as(visit.page().toString()).isTrue();
            ConfirmRealm.Visit used = visit.confirm(factor.currentCode());
            assertThat(used.asks()).as(used.page().toString()).isTrue();
            ConfirmRealm.Visit end = used.confirm(factor.freshCode());
            assertThat(end.actionStatus()).isEqualTo("success");
            assertThat(level(login.exchange(end.page()))).isEqualTo("2");
        }
    }

    @Nested
    class WithACodeAtEachLogin extends InARealm {
        WithACodeAtEachLogin() {
            super("Mode", "everybody", "Ways", "browser");
        }

        @Test
        void theLoginReachesLevelTwoAndACodeAloneRenewsIt() {
            ApiFactor factor = customer();
            HttpLogin login = browser();
            HttpPage page = login.startWithPassword(factor.user());
            assertThat(page.asksForCode()).as(page.toString()).isTrue();
            Tokens first = login.exchange(login.code(page, factor.freshCode()));
            assertThat(level(first)).isEqualTo("2");
            assertServed(first);
            assertThat(login.start(LEVEL_TWO).isLoggedIn()).isTrue();

            advance(LONGER_THAN_LEVEL_TWO);
            wanted(first);
            assertThat(login.start(Map.of("acr_values", "1")).isLoggedIn()).isTrue();
            HttpPage again = login.start(LEVEL_TWO);
            assertThat(again.asksForCode()).as(again.toString()).isTrue();
            Tokens second = login.exchange(login.code(again, factor.freshCode()));
            assertThat(level(second)).isEqualTo("2");
            assertServed(second);
        }

        @Test
        void aLoginThatAsksForLessIsAskedForACodeAsWell() {
            ApiFactor factor = customer();
            HttpLogin login = browser();

            HttpPage page = login.password(login.start(Map.of("acr_values", "1")), factor.user());

            assertThat(page.asksForCode()).as(page.toString()).isTrue();
            assertThat(level(login.exchange(login.code(page, factor.freshCode()))))
                    .isEqualTo("2");
        }

        /** Keycloak asks each condition once more then. */
        @Test
        void thePageForTheCodeCanBeReloaded() {
            ApiFactor factor = customer();
            HttpLogin login = browser();
            HttpPage page = login.startWithPassword(factor.user());

            HttpPage reloaded = login.open(reload(page));

            assertThat(reloaded.asksForCode()).as(reloaded.toString()).isTrue();
            Tokens tokens = login.exchange(login.code(reloaded, factor.freshCode()));
            assertThat(level(tokens)).isEqualTo("2");
        }

        @Test
        void whoHasNoFactorSetsOneUpAtOnce() {
            HttpPage page = browser().startWithPassword(bank().realm().addUser("new-" + UUID.randomUUID()));

            assertThat(page.isEnrollment()).as(page.toString()).isTrue();
        }

        @Test
        void theConfirmationOfAnOperationFollowsALogin() {
            ApiFactor factor = customer();
            HttpLogin login = browser();
            login.code(login.startWithPassword(factor.user()), factor.freshCode());
            advance(LONGER_THAN_LEVEL_TWO);
            String challenge = bank().transfer(factor);

            ConfirmRealm.Visit visit = new ConfirmRealm.Visit(login, login.start(ConfirmRealm.confirming(challenge)));

            assertThat(visit.asks()).as(visit.page().toString()).isTrue();
            assertThat(visit.confirm(factor.freshCode()).actionStatus()).isEqualTo("success");
        }

        /** The address without the parts that name one step of the login. */
        private static URI reload(HttpPage page) {
            URI action = page.formAction();
            String query = Arrays.stream(action.getRawQuery().split("&", -1))
                    .filter(pair -> !pair.startsWith("session_code=") && !pair.startsWith("execution="))
                    .collect(Collectors.joining("&"));
            return URI.create(action.toString().replaceFirst("\\?.*", "?") + query);
        }
    }
}
