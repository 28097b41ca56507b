package io.verifytotp.owlbank;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpSession;

/** Who sees which page, and where the buttons of the page Security lead. */
class PagesTest extends BankTest {
    @Test
    void everybodySeesTheFirstPageAndCustomersTheOthers() throws Exception {
        bank.perform(get("/"))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("/login-actions/reset-credentials?client_id=owlbank")));
        bank.perform(get("/account")).andExpect(status().is3xxRedirection());
        ordered("900", "CODE");
        send(get("/account")).andExpect(content().string(containsString("5,000.00 EUR")));
        send(get("/history")).andExpect(content().string(containsString("pending")));
    }

    @Test
    void wrongFormsAreShownAgain() throws Exception {
        order(UUID.randomUUID(), "-1", "CODE").andExpect(content().string(containsString("amount-error")));
        order(UUID.randomUUID(), "much", "CODE").andExpect(content().string(containsString("amount-error")));
        order(UUID.randomUUID(), "0.001", "CODE").andExpect(content().string(containsString("amount-error")));
    }

    @Test
    void theAppIsSetUpAndRemovedByKeycloak() throws Exception {
        MockHttpSession session = new MockHttpSession();
        send(get("/security"))
                .andExpect(content().string(containsString("Phone")))
                .andExpect(content().string(containsString("asks for a code first")));

        send(post("/security/app").session(session));
        send(get("/oauth2/authorization/owlbank").session(session))
                .andExpect(header().string("Location", containsString("kc_action=verify-totp-enroll")));
        send(post("/security/app/YF" + "1".repeat(32) + "/remove").session(session));
        send(get("/oauth2/authorization/owlbank").session(session))
                .andExpect(header().string(
                                "Location",
                                containsString("kc_action=delete_credential:11111111-1111-1111-1111-111111111111")));
        send(post("/security/app/YF" + "2".repeat(32) + "/remove")).andExpect(status().isNotFound());
    }

    @Test
    void whoHasNoAppIsNotToldOfACode() throws Exception {
        bank.perform(get("/security").with(user("without-" + customer)))
                .andExpect(content().string(containsString("None is set up.")))
                .andExpect(content().string(not(containsString("asks for a code first"))));
    }

    /** Nobody gives a customer an address that makes Keycloak ask for something. */
    @Test
    void anAddressCannotAskKeycloakForAnything() throws Exception {
        send(get("/oauth2/authorization/owlbank?kc_action=delete_account&acr_values=1"))
                .andExpect(header().string("Location", not(containsString("kc_action"))));
    }

    @Test
    void withoutItsTokenNoFormIsAccepted() throws Exception {
        bank.perform(post("/transfers").with(user(customer))).andExpect(status().isForbidden());
        bank.perform(post("/security/app").with(user(customer))).andExpect(status().isForbidden());
    }

    @Test
    void whoIsNotLoggedInIsSentToKeycloak() throws Exception {
        bank.perform(get("/security").accept("text/html")).andExpect(redirectedUrl("/oauth2/authorization/owlbank"));
    }
}
