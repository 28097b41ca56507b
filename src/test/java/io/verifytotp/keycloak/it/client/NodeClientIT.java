package io.verifytotp.keycloak.it.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.Json;
import io.verifytotp.keycloak.it.support.NpmFolder;
import io.verifytotp.keycloak.it.support.Ports;
import io.verifytotp.keycloak.it.support.api.ApiClient;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The example for openid-client, and users who log in and confirm. */
@Tag("thorough")
class NodeClientIT {
    private static ClientRealm shop;
    private static URI website;
    private static Dialog program;

    @BeforeAll
    static void startWebsite() {
        Path folder = NpmFolder.of(Path.of("examples", "clients", "node"));
        shop = ClientRealm.create();
        website = URI.create("http://127.0.0.1:" + Ports.free(1).get(0));
        ApiClient client = shop.website("shop-web", website + "/callback");
        program = Dialog.start(
                folder,
                Map.of(
                        "ISSUER", shop.realm().uri("").toString(),
                        "CLIENT_ID", client.id(),
                        "CLIENT_SECRET", client.secret(),
                        "WEBSITE", website.toString()),
                List.of("node", "website.mjs"));
        program.await("Listening at");
    }

    @AfterAll
    static void stop() {
        if (program != null) {
            program.close();
        }
        if (shop != null) {
            shop.close();
        }
    }

    @Test
    void readsTheLevelAndTheFactorFromTheToken() {
        ApiFactor factor = shop.customer("olivia");

        JsonNode claims = body(logIn(new HttpLogin(shop.realm()), factor, factor.currentCode()));

        assertThat(claims.get("sub").asText()).isEqualTo(factor.user().id());
        assertThat(claims.get("acr").asText()).isEqualTo("2");
        assertThat(claims.get("amr")).extracting(JsonNode::asText).containsExactly("otp");
    }

    @Test
    void aWrongCodeDoesNotComeBack() {
        ApiFactor factor = shop.customer("ben");
        HttpLogin browser = new HttpLogin(shop.realm());

        HttpPage unasked = browser.open(URI.create(website + "/callback?code=made-up&state=made-up"));
        HttpPage page = logIn(browser, factor, factor.wrongCode());
        HttpPage uninvited = browser.open(URI.create(website + "/callback?code=made-up&state=made-up"));

        assertThat(unasked.status()).isEqualTo(400);
        assertThat(page.asksForCode()).isTrue();
        assertThat(uninvited.status()).isEqualTo(403);
    }

    @Test
    void confirmsAnOrder() {
        ApiFactor factor = shop.customer("carla");
        HttpLogin browser = new HttpLogin(shop.realm());
        logIn(browser, factor, factor.codeOfStep(-1));
        String challenge = shop.order(factor);

        HttpPage page = browser.open(confirming(challenge));
        shop.assertStatus(factor, challenge, "pending");
        JsonNode told = body(browser.code(page, factor.codeOfStep(1)));

        assertThat(page.html().hasId("verify-totp-operation")).isTrue();
        assertThat(told.get("kc_action_status").asText()).isEqualTo("success");
        shop.assertStatus(factor, challenge, "approved");
    }

    @Test
    void declinesAnOrder() {
        ApiFactor factor = shop.customer("dora");
        HttpLogin browser = new HttpLogin(shop.realm());
        logIn(browser, factor, factor.codeOfStep(0));
        String challenge = shop.order(factor);

        JsonNode told = body(browser.submit(browser.open(confirming(challenge)), Map.of("cancel-aia", "true")));

        assertThat(told.get("kc_action_status").asText()).isEqualTo("cancelled");
        shop.assertStatus(factor, challenge, "denied");
    }

    private static URI confirming(String challenge) {
        return URI.create(website + "/confirm?challenge=" + challenge);
    }

    private static HttpPage logIn(HttpLogin browser, ApiFactor factor, String code) {
        HttpPage page = browser.password(browser.open(website.resolve("/login")), factor.user());
        return browser.code(page, code);
    }

    private static JsonNode body(HttpPage page) {
        assertThat(page.status()).as(page.html().source()).isEqualTo(200);
        return Json.parse(page.html().source());
    }
}
