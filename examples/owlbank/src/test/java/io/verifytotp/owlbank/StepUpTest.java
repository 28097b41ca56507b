package io.verifytotp.owlbank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.jwt;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.oauth2Client;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.web.servlet.ResultActions;

/** Transfers that are confirmed by a new login with a code. */
class StepUpTest extends BankTest {
    private static final long LATER = LOGIN.getEpochSecond() + 10;

    @Test
    void aLoginWithACodeAfterTheOrderExecutesOneTransferOnce() throws Exception {
        UUID first = ordered("900", "STEP_UP");
        UUID second = ordered("800", "STEP_UP");

        execute(first, "2", LATER).andExpect(status().isOk());
        execute(first, "2", LATER).andExpect(status().isOk());
        execute(second, "2", LATER).andExpect(status().isUnauthorized());

        assertThat(state(first)).isEqualTo("EXECUTED");
        assertThat(state(second)).isEqualTo("OPEN");
        assertThat(balance()).isEqualByComparingTo("4100");
        execute(second, "2", LATER + 1).andExpect(status().isOk());
        assertThat(balance()).isEqualByComparingTo("3300");
    }

    @Test
    void anyOtherLoginIsNotEnough() throws Exception {
        UUID transfer = ordered("900", "STEP_UP");

        execute(transfer, "1", LATER)
                .andExpect(status().isUnauthorized())
                .andExpect(header().string("WWW-Authenticate", containsString("insufficient_user_authentication")))
                .andExpect(header().string("WWW-Authenticate", containsString("acr_values=\"2\", max_age=\"0\"")));
        execute(transfer, "2", LOGIN.getEpochSecond()).andExpect(status().isUnauthorized());
        execute(transfer, "2", Instant.now().getEpochSecond() - 1000).andExpect(status().isUnauthorized());

        assertThat(state(transfer)).isEqualTo("OPEN");
    }

    @Test
    void transfersOfOtherWaysAndOtherCustomersAreNotThere() throws Exception {
        UUID byCode = ordered("900", "CODE");
        execute(byCode, "2", LATER).andExpect(status().isNotFound());

        UUID transfer = ordered("900", "STEP_UP");
        bank.perform(put("/api/transfers/" + transfer + "/execution").with(jwt().jwt(token -> token.subject("other")
                        .claim("acr", "2")
                        .claim("sid", "s")
                        .claim("auth_time", LATER))))
                .andExpect(status().isNotFound());
    }

    @Test
    void withoutATokenTheApiSaysNothing() throws Exception {
        bank.perform(put("/api/transfers/" + UUID.randomUUID() + "/execution")).andExpect(status().isUnauthorized());
    }

    @Test
    void thePageSendsTheCustomerToKeycloakAsTheApiDemands() throws Exception {
        UUID transfer = ordered("900", "STEP_UP");
        keycloak.apiDemands("Bearer error=\"insufficient_user_authentication\", acr_values=\"2\", max_age=\"0\"");
        MockHttpSession session = new MockHttpSession();

        send(post("/transfers/" + transfer + "/step-up").session(session).with(oauth2Client("owlbank")))
                .andExpect(redirectedUrl("/oauth2/authorization/owlbank"));

        assertThat(send(get("/oauth2/authorization/owlbank").session(session))
                        .andReturn()
                        .getResponse()
                        .getRedirectedUrl())
                .contains("acr_values=2", "max_age=0");
    }

    private ResultActions execute(UUID transfer, String level, long time) throws Exception {
        return bank.perform(
                put("/api/transfers/" + transfer + "/execution").with(jwt().jwt(token -> token.subject(customer)
                        .claim("acr", level)
                        .claim("sid", "session-" + customer)
                        .claim("auth_time", time))));
    }
}
