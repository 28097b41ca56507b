package io.verifytotp.keycloak.it.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.verifytotp.keycloak.it.support.Await;
import io.verifytotp.keycloak.it.support.Json;
import io.verifytotp.keycloak.it.support.LocalMaven;
import io.verifytotp.keycloak.it.support.http.Http;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.KeycloakServer;
import io.verifytotp.keycloak.it.support.server.OperatorKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Our events reach other programs by an extension for webhooks, beside ours in one Keycloak. */
@Tag("thorough")
class WebhooksIT {
    private static final String VERSION = "0.59";
    private static final String SECRET = "secret-of-the-webhook";
    private static final int JAVA_OF_THE_EXTENSION = 21;

    private final Queue<Delivery> deliveries = new ConcurrentLinkedQueue<>();

    @Test
    void anAcceptedAndARefusedCodeAreDeliveredAndSigned() throws IOException, GeneralSecurityException {
        Assumptions.assumeTrue(
                Runtime.version().feature() >= JAVA_OF_THE_EXTENSION,
                "The extension needs Java 21: -Dit.java.home=<a newer JDK>");
        HttpServer receiver = receiver();
        try (KeycloakServer keycloak = KeycloakServer.named("webhooks")
                        .provider(LocalMaven.artifact("io.phasetwo.keycloak", "keycloak-events", VERSION, "jar"))
                        .option(
                                OperatorKeys.OPTION,
                                OperatorKeys.make("webhooks").file().toString())
                        .start();
                TestRealm realm = RealmBuilder.aRealm()
                        .with("eventsListeners", List.of("jboss-logging", "ext-event-webhook"))
                        .codeRequired()
                        .createOn(keycloak)) {
            subscribe(realm, "http://127.0.0.1:" + receiver.getAddress().getPort());
            EnrolledUser olivia = EnrolledUser.enroll(realm, "olivia");

            olivia.logIn(olivia.wrongCode());
            String code = olivia.freshCode();
            olivia.logIn(code);

            Delivery refused = delivery("access.LOGIN_ERROR", "verify_totp_reason");
            Delivery accepted = delivery("access.LOGIN", "verify_totp_factor");
            assertThat(refused.body().at("/details/verify_totp_reason").asText())
                    .isEqualTo("wrong_code");
            assertThat(accepted.body().at("/details/verify_totp_factor").asText())
                    .matches("YF[0-9a-f]{32}");
            assertThat(accepted.signature()).isEqualTo(hmac(accepted.text()));
            assertThat(deliveries)
                    .extracting(Delivery::text)
                    .noneMatch(text ->
                            text.contains(code) || text.contains(olivia.app().secret()));
        } finally {
            receiver.stop(0);
        }
    }

    /** As docs/operate.md does it. */
    private static void subscribe(TestRealm realm, String receiver) {
        String token = realm.accessToken(realm.addAdministrator("operator", "view-events", "manage-events"));
        String webhook = """
                {"enabled": "true", "url": "%s", "secret": "%s", "eventTypes": ["access.*"]}
                """.formatted(receiver, SECRET);
        HttpResponse<String> created = Http.send(Http.request(realm.uri("/webhooks"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(webhook)));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    }

    private Delivery delivery(String type, String detail) {
        return Await.value(
                type + " with " + detail + " of " + deliveries, Duration.ofMinutes(1), () -> deliveries.stream()
                        .filter(delivery ->
                                delivery.body().path("type").asText().equals(type))
                        .filter(delivery -> delivery.body().path("details").has(detail))
                        .reduce((earlier, later) -> later));
    }

    private HttpServer receiver() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String signature = exchange.getRequestHeaders().getFirst("X-Keycloak-Signature");
            deliveries.add(new Delivery(
                    text, Json.parse(text), Optional.ofNullable(signature).orElse("")));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static String hmac(String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }

    private record Delivery(String text, JsonNode body, String signature) {}
}
