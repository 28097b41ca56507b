package io.verifytotp.owlbank;

import static io.verifytotp.owlbank.FakeKeycloak.RIGHT_CODE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/** The help desk gives new passwords to customers who read out a code. */
class HelpDeskTest extends BankTest {
    private static final String EMPLOYEE = "employee";

    @Test
    void customersDoNotGetThere() throws Exception {
        send(get("/helpdesk")).andExpect(status().isForbidden());
        send(post("/helpdesk/resets").param("account", "1")).andExpect(status().isForbidden());
    }

    @Test
    void aRightCodeGivesOnePassword() throws Exception {
        String page = begin(true);

        atTheHelpDesk(post(page).param("code", RIGHT_CODE))
                .andExpect(content().string(containsString("id=\"password\"")));
        atTheHelpDesk(post(page).param("code", RIGHT_CODE)).andExpect(status().is3xxRedirection());

        assertThat(keycloak.adminCalls())
                .containsExactly(
                        "PUT /admin/realms/owlbank/users/" + customer + "/reset-password",
                        "POST /admin/realms/owlbank/users/" + customer + "/logout");
    }

    @Test
    void anyOtherCodeGivesNone() throws Exception {
        String page = begin(true);

        atTheHelpDesk(post(page).param("code", "000000")).andExpect(flash().attribute("refused", true));
        keycloak.change(keycloak.onlyChallenge(), "status", "expired");
        atTheHelpDesk(post(page).param("code", RIGHT_CODE)).andExpect(flash().attributeExists("error"));

        assertThat(keycloak.adminCalls()).isEmpty();
    }

    @Test
    void aCodeForSomethingElseGivesNone() throws Exception {
        String page = begin(true);
        keycloak.change(keycloak.onlyChallenge(), "details", Map.of("message", "Send money"));

        atTheHelpDesk(post(page).param("code", RIGHT_CODE)).andExpect(flash().attributeExists("error"));

        assertThat(keycloak.adminCalls()).isEmpty();
    }

    @Test
    void withoutAnotherCheckOfTheCallerNothingIsAsked() throws Exception {
        begin(false);

        assertThat(keycloak.challenges()).isZero();
    }

    @Test
    void anotherEmployeeDoesNotGoOn() throws Exception {
        String page = begin(true);

        bank.perform(post(page)
                        .param("code", RIGHT_CODE)
                        .with(user("another", "helpdesk"))
                        .with(csrf()))
                .andExpect(status().isNotFound());

        assertThat(keycloak.adminCalls()).isEmpty();
    }

    private String begin(boolean checked) throws Exception {
        return atTheHelpDesk(post("/helpdesk/resets")
                        .param("account", "OWL " + accountNumber())
                        .param("checked", Boolean.toString(checked)))
                .andReturn()
                .getResponse()
                .getRedirectedUrl();
    }

    private ResultActions atTheHelpDesk(MockHttpServletRequestBuilder request) throws Exception {
        return bank.perform(request.with(user(EMPLOYEE, "helpdesk")).with(csrf()));
    }
}
