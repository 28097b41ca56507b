package io.verifytotp.keycloak.it.support.realm;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.api.ApiClientBuilder;
import io.verifytotp.keycloak.it.support.api.ManagementRoles;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.http.AdminApi;
import io.verifytotp.keycloak.it.support.http.Callback;
import io.verifytotp.keycloak.it.support.http.Http;
import io.verifytotp.keycloak.it.support.http.Reply;
import io.verifytotp.keycloak.it.support.http.Tokens;
import io.verifytotp.keycloak.it.support.server.KeycloakUnderTest;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** A realm on a server under test, made for one test or test class by {@link RealmBuilder}. */
public record TestRealm(KeycloakUnderTest keycloak, AdminApi admin, String name) implements AutoCloseable {
    public static final String CLIENT_ID = "test-app";

    /** The realm of administrators on the same server. */
    public TestRealm master() {
        return new TestRealm(keycloak, admin, "master");
    }

    /** The user of that name, with the id that Keycloak gave. */
    public TestUser user(String username) {
        JsonNode found = admin.get(path("/users?exact=true&username=" + username))
                .expect(200)
                .body();
        return new TestUser(found.get(0).get("id").asText(), username);
    }

    public TestUser addUser(String username) {
        return new TestUser(admin.createUser(name, TestUser.representation(username)), username);
    }

    /** Somebody whose roles allow what they say in this realm's administration. */
    public TestUser addAdministrator(String username, String... roles) {
        TestUser person = addUser(username);
        new ManagementRoles(this).grant(person.id(), roles);
        return person;
    }

    /** The Verify API as a new confidential client with these roles calls it. */
    public VerifyApi api(String... roles) {
        return ApiClientBuilder.aClient().roles(roles).createIn(this).api();
    }

    public JsonNode credentials(TestUser user) {
        return admin.credentials(name, user.id());
    }

    /** Whether Keycloak's brute-force protection lets the user wait. */
    public boolean isLockedOut(TestUser user) {
        return admin.get(path("/attack-detection/brute-force/users/" + user.id()))
                .expect(200)
                .body()
                .get("disabled")
                .asBoolean();
    }

    /** Newest first. */
    public List<JsonNode> events(String type) {
        return StreamSupport.stream(admin.events(name).spliterator(), false)
                .filter(event -> event.get("type").asText().equals(type))
                .toList();
    }

    /** Sets the given keys of the required action's configuration and leaves the others unset. */
    public void configureEnrollment(Map<String, String> config) {
        admin.put(path("/authentication/required-actions/verify-totp-enroll/config"), Map.of("config", config))
                .expect(204);
    }

    /** A path for {@link AdminApi}. */
    public String path(String rest) {
        return '/' + name + rest;
    }

    public URI uri(String rest) {
        return URI.create(keycloak.baseUrl() + "/realms/" + name + rest);
    }

    public URI authorizationUri() {
        return authorizationUri(Map.of());
    }

    /** With more parameters, such as {@code kc_action} or {@code acr_values}. */
    public URI authorizationUri(Map<String, String> more) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("client_id", CLIENT_ID);
        query.put("redirect_uri", Callback.uri().toString());
        query.put("response_type", "code");
        query.put("scope", "openid");
        query.put("state", UUID.randomUUID().toString());
        query.putAll(more);
        return uri("/protocol/openid-connect/auth?" + Http.encode(query));
    }

    public Tokens exchange(String authorizationCode) {
        return exchange(authorizationCode, CLIENT_ID);
    }

    public Tokens exchange(String authorizationCode, String client) {
        Reply reply = token(Map.of(
                "grant_type",
                "authorization_code",
                "client_id",
                client,
                "redirect_uri",
                Callback.uri().toString(),
                "code",
                authorizationCode));
        return new Tokens(reply.expect(200).body());
    }

    /** The password grant, with more fields such as {@code totp}. */
    public Reply directGrant(TestUser user, Map<String, String> more) {
        return directGrant(user.username(), user.password(), more);
    }

    /** The same for whoever claims to be that user. */
    public Reply directGrant(String username, String password, Map<String, String> more) {
        Map<String, String> form = new LinkedHashMap<>(more);
        form.put("grant_type", "password");
        form.put("client_id", CLIENT_ID);
        form.put("username", username);
        form.put("password", password);
        form.put("scope", "openid");
        return token(form);
    }

    /** The access token that the user gets for user name and password. */
    public String accessToken(TestUser user) {
        return directGrant(user, Map.of())
                .expect(200)
                .body()
                .get("access_token")
                .asText();
    }

    /** The token endpoint, for any grant. */
    public Reply token(Map<String, String> form) {
        return Reply.of(Http.send(Http.postForm(uri("/protocol/openid-connect/token"), form)));
    }

    /** Deletes the realm. */
    @Override
    public void close() {
        admin.deleteRealm(name);
    }
}
