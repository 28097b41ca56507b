package io.verifytotp.keycloak.it.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.Command;
import io.verifytotp.keycloak.it.support.Json;
import io.verifytotp.keycloak.it.support.Ports;
import io.verifytotp.keycloak.it.support.api.ApiClient;
import io.verifytotp.keycloak.it.support.api.ApiClientBuilder;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.http.Http;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The API at a host of its own: what a client and a stranger meet there. */
class ReverseProxyIT {
    private static final String LISTS_SERVICES = """
            import sys
            from twilio.rest import Client
            client = Client(sys.argv[2], sys.argv[3])
            client.verify.base_url = sys.argv[1]
            print(" ".join(service.sid for service in client.verify.v2.services.stream(page_size=1)))
            """;

    private static final Map<Proxy, Integer> UNAVAILABLE = Map.of(Proxy.NGINX, 502, Proxy.APACHE, 503);

    @AutoClose
    private static final TestRealm realm = RealmBuilder.aRealm()
            .codeRequired()
            .userWithId("odd/NGINX", "odd-nginx")
            .userWithId("odd/APACHE", "odd-apache")
            .createOn(SharedKeycloak.get());

    private static final ApiClient backend =
            ApiClientBuilder.aClient().roles(ApiRole.MANAGE).createIn(realm);

    @ParameterizedTest
    @EnumSource
    void theHostIsAllThatChanges(Proxy kind) {
        backend.api().addService("Of " + kind);
        List<String> services = backend.api().sids("/Services");
        TestUser user = realm.addUser(kind.name().toLowerCase(Locale.ROOT));
        try (Proxy.Running proxy = kind.start(realm)) {
            QuickstartWalk.of(proxy.address(), backend, user, Quickstart.PYTHON);

            String listed = Command.of(
                            Quickstart.python(),
                            "-c",
                            LISTS_SERVICES,
                            proxy.address().toString(),
                            backend.id(),
                            backend.secret())
                    .output(Duration.ofMinutes(1));
            assertThat(listed.strip().split(" ")).containsExactlyElementsOf(services);
        }
    }

    @ParameterizedTest
    @EnumSource
    void addressesInAnswersAreThoseOfTheProxy(Proxy kind) {
        backend.api().addService("Second of " + kind);
        try (Proxy.Running proxy = kind.start(realm)) {
            String api = proxy.address() + "/v2/";

            JsonNode page = get(proxy, "/v2/Services?PageSize=1");
            JsonNode service = page.at("/services/0");

            assertThat(page.at("/meta/url").asText()).startsWith(api + "Services?");
            assertThat(page.at("/meta/next_page_url").asText()).startsWith(api + "Services?");
            assertThat(service.get("url").asText())
                    .isEqualTo(api + "Services/" + service.get("sid").asText());
            assertThat(service.get("links")).allMatch(link -> link.asText().startsWith(api));
            assertThat(page.toString()).doesNotContain("/realms/");
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingElseOfKeycloakIsThere(Proxy kind) throws IOException {
        try (Proxy.Running proxy = kind.start(realm)) {
            for (String path : List.of(
                    "/",
                    "/v2",
                    "/admin/master/console/",
                    "/realms/master/protocol/openid-connect/certs",
                    "/realms/" + realm.name() + "/verify-totp/v2/Services",
                    "/v2/../account/",
                    "/v2/../../account/",
                    "/v2/..%2f..%2faccount/",
                    "/v2/%2e%2e/%2e%2e/account/",
                    "/v2/..;/..;/account/",
                    "/v2//../../../master/")) {
                assertThat(rawStatus(proxy.address(), path)).as(path).isBetween(400, 404);
            }
            assertThat(rawStatus(proxy.address(), "/v2/Services")).isEqualTo(401);
        }
    }

    /** An id with a slash reaches Keycloak as it was sent: the answer is about that user, not about a path. */
    @ParameterizedTest
    @EnumSource
    void idsStayPercentEncoded(Proxy kind) {
        String id = "odd/" + kind;
        String entity = "/Services/" + backend.api().defaultService() + "/Entities";
        backend.api().post(entity, Form.of("Identity", id)).expect(201);
        try (Proxy.Running proxy = kind.start(realm)) {
            JsonNode found = get(proxy, "/v2" + entity + "/odd%2F" + kind);

            assertThat(found.get("identity").asText()).isEqualTo(id);
            assertThat(found.get("url").asText()).isEqualTo(proxy.address() + "/v2" + entity + "/odd%2F" + kind);
        }
    }

    /** So says docs/clients.md, with what a library makes of it. */
    @ParameterizedTest
    @EnumSource
    void whileKeycloakIsDownTheStatusOfTheProxyIsTheErrorsCode(Proxy kind) {
        String failing = """
                import sys
                from twilio.base.exceptions import TwilioRestException
                from twilio.rest import Client
                client = Client(sys.argv[2], sys.argv[3])
                client.verify.base_url = sys.argv[1]
                try:
                    client.verify.v2.services("VA" + 32 * "0").fetch()
                except TwilioRestException as e:
                    print(e.status, e.code)
                """;
        URI nobody = URI.create("http://127.0.0.1:" + Ports.free(1).get(0));
        try (Proxy.Running proxy = kind.start(realm, nobody, UNAVAILABLE.get(kind))) {
            HttpResponse<String> answer = Http.send(Http.request(proxy.address().resolve("/v2/Services")));
            assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("text/html");

            String said = Command.of(
                            Quickstart.python(),
                            "-c",
                            failing,
                            proxy.address().toString(),
                            backend.id(),
                            backend.secret())
                    .output(Duration.ofMinutes(1));
            assertThat(said.strip()).isEqualTo(UNAVAILABLE.get(kind) + " " + UNAVAILABLE.get(kind));
        }
    }

    private static JsonNode get(Proxy.Running proxy, String path) {
        String credentials = backend.id() + ':' + backend.secret();
        HttpResponse<String> response = Http.send(Http.request(URI.create(proxy.address() + path))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8))));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Json.parse(response.body());
    }

    /** The status for a path that no HTTP client would send. */
    private static int rawStatus(URI proxy, String path) throws IOException {
        try (Socket socket = new Socket(proxy.getHost(), proxy.getPort());
                InputStream answer = socket.getInputStream()) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: verify.example.org\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String head = new String(answer.readNBytes("HTTP/1.1 200".length()), StandardCharsets.US_ASCII);
            return Integer.parseInt(head.substring(head.length() - 3));
        }
    }
}
