package io.verifytotp.owlbank;

import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.oidcLogin;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import io.verifytotp.owlbank.transfer.Accounts;
import io.verifytotp.owlbank.transfer.Transfer;
import io.verifytotp.owlbank.transfer.Transfers;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** The whole bank without a port of its own, with a Keycloak that tests can spoil. Each test has a new customer. */
@SpringBootTest
@AutoConfigureMockMvc
public abstract class BankTest {
    protected static final FakeKeycloak keycloak = new FakeKeycloak();
    protected static final Instant LOGIN = Instant.now().minusSeconds(100);

    protected final String customer = "customer-" + UUID.randomUUID();

    @Autowired
    protected MockMvc bank;

    @Autowired
    protected Transfers transfers;

    @Autowired
    private Accounts accounts;

    @DynamicPropertySource
    static void useFake(DynamicPropertyRegistry properties) {
        properties.add("owlbank.realm", keycloak::realm);
        properties.add("owlbank.api", () -> keycloak.realm() + "/api");
    }

    @BeforeEach
    void newCustomer() {
        keycloak.reset();
        accounts.openFor(customer);
    }

    protected static RequestPostProcessor user(String id, String... roles) {
        var authorities = Arrays.stream(roles)
                .map(role -> new SimpleGrantedAuthority("ROLE_" + role))
                .toList();
        return oidcLogin().authorities(List.copyOf(authorities)).idToken(token -> token.subject(id)
                .claim("preferred_username", "somebody")
                .claim("auth_time", LOGIN));
    }

    protected ResultActions send(MockHttpServletRequestBuilder request) throws Exception {
        return bank.perform(request.with(user(customer)).with(csrf()));
    }

    protected ResultActions order(UUID id, String amount, String way) throws Exception {
        return send(post("/transfers")
                .param("id", id.toString())
                .param("payee", "Bob")
                .param("payeeAccount", "OWL 7")
                .param("amount", amount)
                .param("way", way));
    }

    protected UUID ordered(String amount, String way) throws Exception {
        UUID id = UUID.randomUUID();
        order(id, amount, way);
        return id;
    }

    protected ResultActions code(UUID transfer, String code) throws Exception {
        return send(post("/transfers/" + transfer + "/code").param("code", code));
    }

    protected ResultActions look(UUID transfer) throws Exception {
        return send(get("/transfers/" + transfer));
    }

    protected Transfer stored(UUID id) {
        return transfers.findByIdAndCustomer(id, customer).orElseThrow();
    }

    protected String state(UUID id) {
        return stored(id).getStatus().toString();
    }

    protected BigDecimal balance() {
        return accounts.findByCustomer(customer).orElseThrow().getBalance();
    }

    protected int accountNumber() {
        return Integer.parseInt(
                accounts.findByCustomer(customer).orElseThrow().getNumber().replace("OWL ", ""));
    }
}
