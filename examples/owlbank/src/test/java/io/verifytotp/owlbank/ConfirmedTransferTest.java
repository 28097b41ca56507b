package io.verifytotp.owlbank;

import static io.verifytotp.owlbank.FakeKeycloak.RIGHT_CODE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpSession;

/** Transfers that are confirmed by a Challenge: with a code on the bank's page, or on Keycloak's. */
class ConfirmedTransferTest extends BankTest {
    @Test
    void upToTheLimitNothingIsAsked() throws Exception {
        UUID transfer = ordered("500.00", "CODE");

        assertThat(state(transfer)).isEqualTo("EXECUTED");
        assertThat(balance()).isEqualByComparingTo("4500");
        assertThat(keycloak.challenges()).isZero();
    }

    @Test
    void aFormCannotChooseToBeAskedNothing() throws Exception {
        UUID transfer = ordered("500.01", "NONE");

        assertThat(state(transfer)).isEqualTo("OPEN");
    }

    @Test
    void aRightCodeExecutesOnceHoweverOftenItIsSent() throws Exception {
        UUID transfer = ordered("900", "CODE");
        assertThat(state(transfer)).isEqualTo("OPEN");

        code(transfer, RIGHT_CODE);
        code(transfer, RIGHT_CODE);
        look(transfer).andExpect(content().string(containsString("executed")));

        assertThat(balance()).isEqualByComparingTo("4100");
        assertThat(stored(transfer).getProof()).isEqualTo(keycloak.onlyChallenge());
        send(get("/transfers/" + transfer + "/receipt")).andExpect(content().string(containsString("application")));
    }

    @Test
    void theChallengeHasTheStoredDetailsAndNotThoseOfALaterForm() throws Exception {
        UUID transfer = ordered("900", "CODE");
        order(transfer, "4000", "CODE").andExpect(redirectedUrl("/transfers/" + transfer));

        send(post("/transfers/" + transfer + "/code").param("code", RIGHT_CODE).param("amount", "4000"));

        assertThat(keycloak.challenge(keycloak.onlyChallenge()).get("details").toString())
                .contains("900.00 EUR", "Bob", "OWL 7");
        assertThat(balance()).isEqualByComparingTo("4100");
    }

    @Test
    void aWrongCodeExecutesNothing() throws Exception {
        UUID transfer = ordered("900", "CODE");

        code(transfer, "000000");

        assertThat(state(transfer)).isEqualTo("OPEN");
        assertThat(balance()).isEqualByComparingTo("5000");
    }

    @Test
    void anExpiredChallengeExecutesNothingAndANewOneCanBeAskedFor() throws Exception {
        UUID transfer = ordered("900", "CODE");
        keycloak.change(keycloak.onlyChallenge(), "status", "expired");

        code(transfer, RIGHT_CODE);
        assertThat(state(transfer)).isEqualTo("OPEN");
        look(transfer).andExpect(content().string(containsString("ask-again")));
        send(post("/transfers/" + transfer + "/challenge"));
        code(transfer, RIGHT_CODE);

        assertThat(keycloak.challenges()).isEqualTo(2);
        assertThat(state(transfer)).isEqualTo("EXECUTED");
    }

    @Test
    void aChallengeThatKeycloakNoLongerKeepsIsLikeAnExpiredOne() throws Exception {
        UUID transfer = ordered("900", "CODE");
        keycloak.forget(keycloak.onlyChallenge());

        look(transfer).andExpect(content().string(containsString("ask-again")));
        code(transfer, RIGHT_CODE);
        assertThat(state(transfer)).isEqualTo("OPEN");
        send(post("/transfers/" + transfer + "/challenge"));
        code(transfer, RIGHT_CODE);

        assertThat(state(transfer)).isEqualTo("EXECUTED");
    }

    @Test
    void withTheBudgetSpentTheCustomerIsAskedToComeBack() throws Exception {
        keycloak.spendBudget();

        UUID transfer = ordered("900", "CODE");

        assertThat(state(transfer)).isEqualTo("OPEN");
        assertThat(keycloak.challenges()).isZero();
    }

    @Test
    void aReplacedChallengeExecutesNothing() throws Exception {
        UUID transfer = ordered("900", "PAGE");
        String first = keycloak.onlyChallenge();
        keycloak.change(first, "status", "expired");
        send(post("/transfers/" + transfer + "/keycloak"));

        keycloak.shownBy("keycloak");
        keycloak.change(first, "status", "approved");
        look(transfer);

        assertThat(state(transfer)).isEqualTo("OPEN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"details", "hidden_details", "identity"})
    void aChallengeAboutSomethingElseIsRefused(String what) throws Exception {
        UUID transfer = ordered("900", "CODE");
        Object other = what.equals("identity") ? "somebody-else" : Map.of("message", "Send money", "fields", List.of());
        keycloak.change(keycloak.onlyChallenge(), what, other);

        code(transfer, RIGHT_CODE);

        assertThat(state(transfer)).isEqualTo("REFUSED");
        assertThat(balance()).isEqualByComparingTo("5000");
    }

    @Test
    void aReceiptAboutAnotherAmountIsRefused() throws Exception {
        UUID transfer = ordered("900", "CODE");
        Map<String, Object> details = new HashMap<>(Map.of("message", "Send money"));
        details.put("fields", List.of(Map.of("label", "Amount", "value", "9.00 EUR")));
        keycloak.change(keycloak.onlyChallenge(), "signed details", details);

        code(transfer, RIGHT_CODE);

        assertThat(state(transfer)).isEqualTo("REFUSED");
        assertThat(balance()).isEqualByComparingTo("5000");
    }

    @Test
    void onKeycloaksPageTheCustomerConfirms() throws Exception {
        UUID transfer = UUID.randomUUID();
        MockHttpSession session = new MockHttpSession();
        send(post("/transfers")
                        .session(session)
                        .param("id", transfer.toString())
                        .param("payee", "Bob")
                        .param("payeeAccount", "OWL 7")
                        .param("amount", "900")
                        .param("way", "PAGE"))
                .andExpect(redirectedUrl("/oauth2/authorization/owlbank"));
        String address = send(get("/oauth2/authorization/owlbank").session(session))
                .andReturn()
                .getResponse()
                .getRedirectedUrl();
        assertThat(address).contains("kc_action=verify-totp-confirm:" + keycloak.onlyChallenge());
        look(transfer);
        assertThat(state(transfer)).isEqualTo("OPEN");

        keycloak.shownBy("keycloak");
        keycloak.change(keycloak.onlyChallenge(), "status", "approved");
        look(transfer);
        look(transfer);

        assertThat(state(transfer)).isEqualTo("EXECUTED");
        assertThat(balance()).isEqualByComparingTo("4100");
        assertThat(stored(transfer).getReceipt()).contains(".");
    }

    /** As with a double click: the browser shows the answer to the second request. */
    @Test
    void anOrderThatIsSentTwiceLeadsToKeycloaksPageBothTimesAndThenToItsEnd() throws Exception {
        UUID transfer = UUID.randomUUID();

        order(transfer, "900", "PAGE").andExpect(redirectedUrl("/oauth2/authorization/owlbank"));
        order(transfer, "900", "PAGE").andExpect(redirectedUrl("/oauth2/authorization/owlbank"));
        keycloak.shownBy("keycloak");
        keycloak.change(keycloak.onlyChallenge(), "status", "approved");
        look(transfer);
        order(transfer, "900", "PAGE").andExpect(redirectedUrl("/transfers/" + transfer));

        assertThat(state(transfer)).isEqualTo("EXECUTED");
        assertThat(balance()).isEqualByComparingTo("4100");
    }

    /** A code that was given to the API does not show what the customer has seen. */
    @Test
    void aCodeOverTheApiIsNoConfirmationOnKeycloaksPage() throws Exception {
        UUID transfer = ordered("900", "PAGE");

        code(transfer, RIGHT_CODE);
        assertThat(state(transfer)).isEqualTo("OPEN");
        keycloak.change(keycloak.onlyChallenge(), "status", "approved");
        look(transfer);

        assertThat(state(transfer)).isEqualTo("REFUSED");
        assertThat(balance()).isEqualByComparingTo("5000");
    }

    @Test
    void whatWasDeclinedStaysDeclined() throws Exception {
        UUID transfer = ordered("900", "PAGE");
        keycloak.change(keycloak.onlyChallenge(), "status", "denied");
        look(transfer);
        assertThat(state(transfer)).isEqualTo("DECLINED");

        keycloak.shownBy("keycloak");
        keycloak.change(keycloak.onlyChallenge(), "status", "approved");
        look(transfer);

        assertThat(state(transfer)).isEqualTo("DECLINED");
    }

    @Test
    void whatWasCancelledIsNotExecuted() throws Exception {
        UUID transfer = ordered("900", "CODE");

        send(post("/transfers/" + transfer + "/cancel"));
        code(transfer, RIGHT_CODE);

        assertThat(state(transfer)).isEqualTo("DECLINED");
        assertThat(balance()).isEqualByComparingTo("5000");
    }

    @Test
    void whileKeycloakIsAwayNothingHappensAndAfterwardsItIsMadeUpFor() throws Exception {
        UUID transfer = ordered("900", "PAGE");
        keycloak.shownBy("keycloak");
        keycloak.change(keycloak.onlyChallenge(), "status", "approved");
        keycloak.goDown();

        look(transfer).andExpect(status().isServiceUnavailable());
        assertThat(state(transfer)).isEqualTo("OPEN");
        keycloak.comeBack();
        look(transfer);

        assertThat(state(transfer)).isEqualTo("EXECUTED");
    }

    @Test
    void theBalanceIsNeverLessThanNothing() throws Exception {
        UUID transfer = ordered("5000.01", "CODE");

        code(transfer, RIGHT_CODE).andExpect(redirectedUrl("/account"));

        assertThat(state(transfer)).isEqualTo("OPEN");
        assertThat(balance()).isEqualByComparingTo("5000");
    }

    @Test
    void twentyAnswersAtTheSameMomentExecuteOnce() throws Exception {
        UUID transfer = ordered("900", "CODE");
        keycloak.change(keycloak.onlyChallenge(), "status", "approved");
        ExecutorService threads = Executors.newFixedThreadPool(20);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<?>> looks = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            looks.add(threads.submit(() -> {
                start.await();
                return look(transfer).andExpect(status().isOk());
            }));
        }

        start.countDown();
        for (Future<?> look : looks) {
            look.get();
        }
        threads.shutdown();

        assertThat(balance()).isEqualByComparingTo("4100");
    }

    @Test
    void othersDoNotFindTheTransfer() throws Exception {
        UUID transfer = ordered("900", "CODE");
        var other = user("other-" + customer);

        bank.perform(get("/transfers/" + transfer).with(other)).andExpect(status().isNotFound());
        bank.perform(get("/transfers/" + transfer + "/receipt").with(other)).andExpect(status().isNotFound());
    }

    @Test
    void aNameOfLettersThatNobodySeesIsRefused() throws Exception {
        bank.perform(post("/transfers")
                        .param("id", UUID.randomUUID().toString())
                        .param("payee", "Bob\u3164")
                        .param("payeeAccount", "OWL 7")
                        .param("amount", "900")
                        .param("way", "PAGE")
                        .with(user(customer))
                        .with(csrf()))
                .andExpect(content().string(containsString("Enter a name of letters")));
        assertThat(keycloak.challenges()).isZero();
    }

    /** Also of somebody who has not looked at the account yet. */
    @Test
    void customersWithoutAnAppAreSentToSetOneUp() throws Exception {
        UUID id = UUID.randomUUID();

        bank.perform(post("/transfers")
                        .param("id", id.toString())
                        .param("payee", "Bob")
                        .param("payeeAccount", "OWL 7")
                        .param("amount", "900")
                        .param("way", "PAGE")
                        .with(user("without-" + customer))
                        .with(csrf()))
                .andExpect(redirectedUrl("/security?needed"));
    }
}
