package io.verifytotp.keycloak.it.confirm;

import static io.verifytotp.keycloak.it.confirm.ConfirmRealm.confirming;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.confirm.ConfirmRealm.Visit;
import io.verifytotp.keycloak.it.support.Together;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.Metrics;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A user confirms or declines one operation on Keycloak's page, under the rules of every code. */
@Tag("core")
class ConfirmIT {
    @AutoClose
    private static final ConfirmRealm bank = ConfirmRealm.on(SharedKeycloak.get());

    private static final TestRealm realm = bank.realm();

    private final ApiFactor factor = bank.customer("customer-" + System.nanoTime());

    @Test
    void aRightCodeApprovesThatChallenge() {
        String challenge = bank.transfer(factor);
        factor.clock().advanceToStepStart(factor.app().period());
        Visit visit = bank.visit(factor, challenge);

        assertThat(visit.page().html().text("verify-totp-confirm-client"))
                .contains(ConfirmRealm.NAME_OF_BACKEND + " asks you to confirm:");
        assertThat(visit.page().html().text("verify-totp-operation")).contains("Transfer money? To Bob");
        assertThat(visit.page().html().source()).contains("<dd><bdi>100 EUR</bdi></dd>");
        assertThat(visit.page().html().hasId("verify-totp-confirm-wait")).isFalse();
        Visit end = visit.confirm(factor.currentCode());

        assertThat(end.actionStatus()).isEqualTo("success");
        assertThat(end.page().isLoggedIn()).isTrue();
        JsonNode approved = bank.manager().get(factor.challenge(challenge)).body();
        assertThat(approved.get("status").asText()).isEqualTo("approved");
        assertThat(approved.get("client_id").asText()).isEqualTo(TestRealm.CLIENT_ID);
        assertThat(approved.at("/details/message").asText()).isEqualTo("Transfer money?");
    }

    @Test
    void theUserOfTheClientThatOpenedItMayConfirmToo() {
        String challenge = bank.transfer(factor);
        HttpLogin login = bank.session(factor.user());

        HttpPage page =
                login.start(Map.of("client_id", bank.backend().id(), "kc_action", "verify-totp-confirm:" + challenge));
        HttpPage end = login.code(page, factor.freshCode());

        assertThat(end.redirect().orElseThrow().actionStatus()).contains("success");
        assertThat(bank.status(factor, challenge)).isEqualTo("approved");
    }

    @Test
    void decliningDeniesIt() {
        String challenge = bank.transfer(factor);
        int before = Metrics.of(realm.keycloak()).challenges(realm, "declined");

        Visit end = bank.visit(factor, challenge).decline();

        assertThat(end.actionStatus()).isEqualTo("cancelled");
        assertThat(bank.status(factor, challenge)).isEqualTo("denied");
        factor.answer(challenge, factor.freshCode()).expectError(403, 60322);
        assertThat(bank.visit(factor, challenge).actionStatus()).isEqualTo("error");
        assertThat(Metrics.of(realm.keycloak()).challenges(realm, "declined")).isEqualTo(before + 1);
        assertThat(realm.events("CUSTOM_REQUIRED_ACTION_ERROR")).anySatisfy(event -> {
            assertThat(event.path("userId").asText()).isEqualTo(factor.user().id());
            assertThat(event.get("error").asText()).isEqualTo("rejected_by_user");
            assertThat(event.at("/details/verify_totp_challenge").asText()).isEqualTo(challenge);
            assertThat(event.at("/details/verify_totp_reason").asText()).isEqualTo("declined");
        });
    }

    @Test
    void wrongUsedAndMalformedCodesApproveNothing() {
        String challenge = bank.transfer(factor);
        String used = factor.freshCode();
        assertThat(factor.statusFor(used)).isEqualTo("approved");
        Visit visit = bank.visit(factor, challenge);

        assertThat(visit.page().html().text("verify-totp-confirm-wait"))
                .contains("Your current code was used already. Wait for the next one.");
        for (String code : List.of(used, factor.wrongCode())) {
            visit = visit.confirm(code);
            assertThat(visit.page().error()).startsWith("This code was not accepted.");
        }
        visit = visit.confirm("12");
        assertThat(visit.page().error()).isEqualTo("Enter the 6 digits of the code.");
        assertThat(visit.asks()).isTrue();
        assertThat(bank.status(factor, challenge)).isEqualTo("pending");
        assertThat(visit.confirm(factor.freshCode()).actionStatus()).isEqualTo("success");
        assertThat(realm.events("CUSTOM_REQUIRED_ACTION_ERROR").stream()
                        .filter(event -> event.path("userId")
                                .asText()
                                .equals(factor.user().id()))
                        .map(event -> event.at("/details/verify_totp_reason").asText()))
                .contains("already_used", "wrong_code", "malformed");
    }

    @Test
    void itSpendsTheBudgetsOfTheFactorAndOfTheChallenge() {
        String challenge = bank.transfer(factor);
        Visit visit = bank.visit(factor, challenge);
        for (int i = 0; i < 5; i++) {
            visit = visit.confirm(factor.wrongCode());
        }

        assertThat(visit.page().error()).contains("Wait at least 30 seconds");
        assertThat(factor.statusFor(factor.currentCode())).isEqualTo("pending");
        factor.advance(Duration.ofSeconds(31));
        Visit closed = visit.confirm(factor.freshCode());
        assertThat(closed.page().html().text("verify-totp-confirm-closed"))
                .contains("This operation can no longer be confirmed. Go back to the application and start again.");
        assertThat(closed.decline().actionStatus()).isEqualTo("cancelled");
        assertThat(factor.statusFor(factor.currentCode())).isEqualTo("approved");
    }

    @Test
    void onceItHasExpiredThePageSaysSo() {
        Instant end = factor.clock().now().plusSeconds(40).truncatedTo(ChronoUnit.SECONDS);
        String challenge = factor.challengeWith("Details.Message", "Now?", "ExpirationDate", end.toString())
                .expect(201)
                .sid();
        Visit visit = bank.visit(factor, challenge);
        factor.advance(Duration.ofSeconds(45));

        Visit closed = visit.confirm(factor.freshCode());

        assertThat(closed.page().html().hasId("verify-totp-confirm-closed")).isTrue();
        assertThat(closed.page().html().hasField("code")).isFalse();
        assertThat(bank.status(factor, challenge)).isEqualTo("expired");
        assertThat(factor.statusFor(factor.currentCode()))
                .as("the code is not spent")
                .isEqualTo("approved");
    }

    @Test
    void aChallengeThatWasAnsweredMeanwhileEndsThePage() {
        String challenge = bank.transfer(factor);
        Visit visit = bank.visit(factor, challenge);
        assertThat(factor.answer(challenge, factor.freshCode()).field("status")).isEqualTo("approved");

        Visit end = visit.confirm(factor.wrongCode());

        assertThat(end.actionStatus()).isEqualTo("success");
        assertThat(factor.as(bank.manager()).fetch().field("failures")).isEqualTo("0");
        assertThat(bank.manager()
                        .get(factor.challenge(challenge))
                        .body()
                        .get("client_id")
                        .isNull())
                .isTrue();
    }

    @Test
    void twoTabsConfirmTheirOwn() {
        String first = bank.transfer(factor, "1 EUR");
        String second = bank.transfer(factor, "2 EUR");
        Visit one = bank.visit(factor, first);
        HttpPage two = one.login().start(confirming(second));

        assertThat(one.confirm(factor.freshCode()).actionStatus()).isEqualTo("success");
        assertThat(bank.status(factor, first)).isEqualTo("approved");
        String code = factor.freshCode();
        // Keycloak ends what else a browser has begun once a login has ended; its script reloads the other tabs.
        one.login().code(two, code);
        assertThat(bank.status(factor, second)).isEqualTo("pending");
        HttpPage end = one.login().code(one.login().start(confirming(second)), code);

        assertThat(end.redirect().orElseThrow().actionStatus()).contains("success");
        assertThat(bank.status(factor, second)).isEqualTo("approved");
    }

    @Test
    void ofTwoPostsAtOnceOneCounts() throws Exception {
        String challenge = bank.transfer(factor);
        Visit visit = bank.visit(factor, challenge);
        String wrong = factor.wrongCode();

        Together.run(List.<Callable<HttpPage>>of(
                () -> visit.login().twin().code(visit.page(), wrong),
                () -> visit.login().twin().code(visit.page(), wrong)));
        assertThat(factor.as(bank.manager()).fetch().field("failures")).isEqualTo("1");
        assertThat(bank.manager().get(factor.challenge(challenge)).field("attempts"))
                .isEqualTo("1");

        Visit again = bank.visit(factor, challenge);
        String right = factor.freshCode();
        List<HttpPage> ends = Together.run(List.<Callable<HttpPage>>of(
                () -> again.login().twin().code(again.page(), right),
                () -> again.login().twin().code(again.page(), right)));
        assertThat(ends).anySatisfy(end -> assertThat(end.isLoggedIn()).isTrue());
        assertThat(ends).allSatisfy(end -> assertThat(end.error()).doesNotContain("not accepted"));
        assertThat(bank.status(factor, challenge)).isEqualTo("approved");
    }

    /** Such as an address that somebody else has made, or an image in a page. */
    @Test
    void onlyThePostOfThePageDeclinesOrConfirms() {
        String challenge = bank.transfer(factor);
        Visit visit = bank.visit(factor, challenge);
        String action = visit.page().formAction().toString();
        String withoutSessionCode = action.replaceFirst("session_code=[^&]*&", "");
        assertThat(withoutSessionCode).isNotEqualTo(action);

        for (String more : List.of("&cancel-aia=true", "&code=" + factor.freshCode())) {
            HttpPage got = visit.login().open(URI.create(action + more));
            assertThat(new Visit(visit.login(), got).actionStatus()).as(more).isEmpty();
            assertThat(bank.status(factor, challenge)).as(more).isEqualTo("pending");
        }
        visit.login().post(URI.create(withoutSessionCode), Map.of("cancel-aia", "true"));

        assertThat(bank.status(factor, challenge)).isEqualTo("pending");
    }

    /** Keycloak fails before it looks for the action: {@code kc_action=UPDATE_PASSWORD:} as well. */
    @Test
    void anEmptyIdIsAnsweredAsThatOfAnyOtherAction() {
        HttpLogin login = bank.session(factor.user());

        HttpPage ours = login.start(Map.of("kc_action", "verify-totp-confirm:"));
        HttpPage keycloaks = login.start(Map.of("kc_action", "UPDATE_PASSWORD:"));

        assertThat(ours.status()).isEqualTo(keycloaks.status());
        assertThat(ours.error()).isEqualTo(keycloaks.error());
    }

    /** A code for one operation is none for a change of the factor itself. */
    @Test
    void itProvesNothingElse() {
        String challenge = bank.transfer(factor);
        Visit end = bank.visit(factor, challenge).confirm(factor.freshCode());
        assertThat(end.actionStatus()).isEqualTo("success");

        HttpPage page = end.login().start(Map.of("kc_action", "verify-totp-enroll"));

        assertThat(page.html().hasId("verify-totp-prove")).isTrue();
    }
}
