package io.verifytotp.keycloak.it.confirm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.Json;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.http.Callback;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sample application of the guide, and a user who does not follow it. */
class OrdersIT {
    @AutoClose
    private static final ConfirmRealm bank = ConfirmRealm.on(SharedKeycloak.get());

    private final ApiFactor factor = bank.customer("customer-" + System.nanoTime());
    private Process application;
    private BufferedWriter calls;
    private BufferedReader results;

    @BeforeEach
    void startApplication() throws IOException {
        ProcessBuilder builder = new ProcessBuilder("node", "orders.mjs")
                .directory(Samples.nodeFolder().toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment()
                .putAll(Map.of(
                        "BASE", bank.realm().uri("").toString(),
                        "SERVICE", bank.manager().defaultService(),
                        "CLIENT_ID", bank.backend().id(),
                        "CLIENT_SECRET", bank.backend().secret(),
                        "WEB_CLIENT_ID", TestRealm.CLIENT_ID,
                        "REDIRECT_URI", Callback.uri().toString()));
        application = builder.start();
        calls = application.outputWriter(StandardCharsets.UTF_8);
        results = application.inputReader(StandardCharsets.UTF_8);
    }

    @AfterEach
    void stopApplication() {
        if (application != null) {
            application.destroy();
        }
    }

    @Test
    void executesAnOrderOnceItIsConfirmed() throws IOException {
        URI address = begin("order-1", "129.90 EUR");
        assertThat(finish("order-1", address)).isEqualTo("pending");
        HttpPage back = confirm(address);

        assertThat(finish("order-1", back)).isEqualTo("executed");
        assertThat(finish("order-1", back)).isEqualTo("executed");
        assertThat(executions("order-1")).isEqualTo(1);
        assertThat(call("[\"receipt\", \"order-1\"]").asText()).contains(".");
    }

    /** The user confirms a cheap order in the place of a dear one, and comes back as from the dear one. */
    @Test
    void executesNothingElseIfTheUserSwapsTheChallengeInTheAddress() throws IOException {
        URI dear = begin("dear", "9,999.00 EUR");
        URI cheap = begin("cheap", "1.00 EUR");
        URI swapped = URI.create(dear.toString().replace(challenge(dear), challenge(cheap)));

        HttpPage back = confirm(swapped);

        assertThat(back.redirect().orElseThrow().actionStatus()).contains("success");
        assertThat(finish("dear", back)).isEqualTo("pending");
        assertThat(executions("dear")).isZero();
        assertThat(finish("cheap", back))
                .as("the state is that of the other order")
                .isEqualTo("unknown");
        assertThat(executions("cheap")).isZero();
        assertThat(bank.status(factor, challenge(cheap))).isEqualTo("approved");
    }

    @Test
    void executesNothingThatWasDeclined() throws IOException {
        URI address = begin("declined", "5.00 EUR");
        HttpLogin login = bank.session(factor.user());

        HttpPage back = login.submit(login.open(address), Map.of("cancel-aia", "true"));

        assertThat(finish("declined", back)).isEqualTo("denied");
        assertThat(executions("declined")).isZero();
    }

    private URI begin(String order, String amount) throws IOException {
        String call =
                "[\"begin\", {\"id\": \"%s\", \"lines\": {\"Order\": \"%s\", \"Amount\": \"%s\"}}, \"%s\", \"%s\"]"
                        .formatted(order, order, amount, factor.user().id(), factor.sid());
        return URI.create(call(call).asText());
    }

    private HttpPage confirm(URI address) {
        HttpLogin login = bank.session(factor.user());
        return login.code(login.open(address), factor.freshCode());
    }

    private String finish(String order, HttpPage back) throws IOException {
        return finish(order, back.redirect().orElseThrow().uri());
    }

    /** As the application, with the state that is in the address. */
    private String finish(String order, URI address) throws IOException {
        return call("[\"finish\", \"%s\", \"%s\"]".formatted(order, parameter(address, "state")))
                .asText();
    }

    private int executions(String order) throws IOException {
        return call("[\"executions\", \"%s\"]".formatted(order)).asInt();
    }

    private JsonNode call(String json) throws IOException {
        calls.write(json);
        calls.newLine();
        calls.flush();
        String result = results.readLine();
        assertThat(result).as("the application has ended").isNotNull();
        return Json.parse(result);
    }

    private static String challenge(URI address) {
        String action = parameter(address, "kc_action");
        return action.substring(action.indexOf("YC"));
    }

    private static String parameter(URI address, String name) {
        return Set.of(address.getQuery().split("&", -1)).stream()
                .filter(pair -> pair.startsWith(name + '='))
                .map(pair -> pair.substring(name.length() + 1))
                .findFirst()
                .orElseThrow();
    }
}
