package io.verifytotp.keycloak.it.support.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.Json;
import io.verifytotp.keycloak.it.support.server.AdminAccount;
import io.verifytotp.keycloak.it.support.server.KeycloakUnderTest;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keycloak's Admin REST API as the bootstrap administrator. Paths start after {@code /admin/realms}, as
 * {@code /{realm}/users}. The named operations expect to succeed; {@code get}, {@code post}, {@code put} and
 * {@code delete} hand back whatever came.
 */
public final class AdminApi {
    private static final String CLIENT_ID = "admin-cli";

    /** The newest of each administrator: a login costs a password hash, and every test makes a realm. */
    private static final Map<Login, String> TOKENS = new ConcurrentHashMap<>();

    private final KeycloakUnderTest keycloak;

    public AdminApi(KeycloakUnderTest keycloak) {
        this.keycloak = keycloak;
    }

    /** The administrator's tokens are worth a day from now on, because tests let a minute go by in no time. */
    public void prolongTokens() {
        JsonNode client =
                get("/master/clients?clientId=" + CLIENT_ID).expect(200).body().get(0);
        put(
                        "/master/clients/" + client.get("id").asText(),
                        Map.of("clientId", CLIENT_ID, "attributes", Map.of("access.token.lifespan", "86400")))
                .expect(204);
        TOKENS.remove(login());
    }

    public void createRealm(Object realm) {
        post("", realm).expect(201);
    }

    public void deleteRealm(String realm) {
        delete('/' + realm).expect(204);
    }

    /** Returns the new user's id. */
    public String createUser(String realm, Object user) {
        return post('/' + realm + "/users", user).expect(201).createdId();
    }

    public JsonNode credentials(String realm, String userId) {
        return get('/' + realm + "/users/" + userId + "/credentials")
                .expect(200)
                .body();
    }

    public void deleteCredential(String realm, String userId, String credentialId) {
        delete('/' + realm + "/users/" + userId + "/credentials/" + credentialId)
                .expect(204);
    }

    /** Newest first. */
    public JsonNode events(String realm) {
        return get('/' + realm + "/events?max=1000").expect(200).body();
    }

    /** Newest first. */
    public JsonNode adminEvents(String realm) {
        return get('/' + realm + "/admin-events?max=1000").expect(200).body();
    }

    /** Logs in as that user; the answer has the cookies. */
    public Reply impersonate(String realm, String userId) {
        return post('/' + realm + "/users/" + userId + "/impersonation", Map.of())
                .expect(200);
    }

    public Reply get(String path) {
        return send("GET", path, BodyPublishers.noBody());
    }

    public Reply post(String path, Object body) {
        return send("POST", path, json(body));
    }

    public Reply put(String path, Object body) {
        return send("PUT", path, json(body));
    }

    public Reply delete(String path) {
        return send("DELETE", path, BodyPublishers.noBody());
    }

    public Reply delete(String path, Object body) {
        return send("DELETE", path, json(body));
    }

    private Reply send(String method, String path, BodyPublisher body) {
        Reply reply = sendOnce(method, path, body);
        if (reply.status() != 401) {
            return reply;
        }
        // There was no token yet, or a test has let hours go by.
        TOKENS.put(login(), newToken());
        return sendOnce(method, path, body);
    }

    private Reply sendOnce(String method, String path, BodyPublisher body) {
        HttpRequest.Builder request = Http.request(URI.create(keycloak.baseUrl() + "/admin/realms" + path))
                .header("Authorization", "Bearer " + TOKENS.getOrDefault(login(), ""))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .method(method, body);
        return Reply.of(Http.send(request));
    }

    /** An access token of the server's administrator. */
    public String newToken() {
        URI endpoint = URI.create(keycloak.baseUrl() + "/realms/master/protocol/openid-connect/token");
        AdminAccount account = keycloak.adminAccount();
        Map<String, String> form = Map.of(
                "grant_type",
                "password",
                "client_id",
                CLIENT_ID,
                "username",
                account.username(),
                "password",
                account.password());
        return Reply.of(Http.send(Http.postForm(endpoint, form)))
                .expect(200)
                .body()
                .get("access_token")
                .asText();
    }

    private Login login() {
        return new Login(keycloak.baseUrl(), keycloak.adminAccount());
    }

    private static BodyPublisher json(Object body) {
        return BodyPublishers.ofString(Json.write(body));
    }

    /** A token is of use at the address alone where it was got. */
    private record Login(URI server, AdminAccount account) {}
}
