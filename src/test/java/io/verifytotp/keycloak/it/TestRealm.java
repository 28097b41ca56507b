package io.verifytotp.keycloak.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** A realm on a server under test, made for one test or test class by {@link RealmBuilder}. */
record TestRealm(KeycloakUnderTest keycloak, AdminApi admin, String name) implements AutoCloseable {
    static final String CLIENT_ID = "test-app";

    /** The realm of administrators on the same server. */
    TestRealm master() {
        return new TestRealm(keycloak, admin, "master");
    }

    /** The user of that name, with the id that Keycloak gave. */
    TestUser user(String username) {
        JsonNode found = admin.get(path("/users?exact=true&username=" + username))
                .expect(200)
                .body();
        return new TestUser(found.get(0).get("id").asText(), username);
    }

    TestUser addUser(String username) {
        return new TestUser(admin.createUser(name, TestUser.representation(username)), username);
    }

    /** Somebody whose roles allow what they say in this realm's administration. */
    TestUser addAdministrator(String username, String... roles) {
        TestUser person = addUser(username);
        new ManagementRoles(this).grant(person.id(), roles);
        return person;
    }

    /** The Verify API as a new confidential client with these roles calls it. */
    VerifyApi api(String... roles) {
        return ApiClientBuilder.aClient().roles(roles).createIn(this).api();
    }

    JsonNode credentials(TestUser user) {
        return admin.credentials(name, user.id());
    }

    /** Newest first. */
    List<JsonNode> events(String type) {
        return StreamSupport.stream(admin.events(name).spliterator(), false)
                .filter(event -> event.get("type").asText().equals(type))
                .toList();
    }

    /** Sets the given keys of the required action's configuration and leaves the others unset. */
    void configureEnrollment(Map<String, String> config) {
        admin.put(path("/authentication/required-actions/verify-totp-enroll/config"), Map.of("config", config))
                .expect(204);
    }

    /** A path for {@link AdminApi}. */
    String path(String rest) {
        return '/' + name + rest;
    }

    URI uri(String rest) {
        return URI.create(keycloak.baseUrl() + "/realms/" + name + rest);
    }

    URI authorizationUri() {
        return authorizationUri(Map.of());
    }

    /** With more parameters, such as {@code kc_action} or {@code acr_values}. */
    URI authorizationUri(Map<String, String> more) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("client_id", CLIENT_ID);
        query.put("redirect_uri", Callback.uri().toString());
        query.put("response_type", "code");
        query.put("scope", "openid");
        query.put("state", UUID.randomUUID().toString());
        query.putAll(more);
        return uri("/protocol/openid-connect/auth?" + Http.encode(query));
    }

    Tokens exchange(String authorizationCode) {
        return exchange(authorizationCode, CLIENT_ID);
    }

    Tokens exchange(String authorizationCode, String client) {
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
    Reply directGrant(TestUser user, Map<String, String> more) {
        return directGrant(user.username(), user.password(), more);
    }

    /** The same for whoever claims to be that user. */
    Reply directGrant(String username, String password, Map<String, String> more) {
        Map<String, String> form = new LinkedHashMap<>(more);
        form.put("grant_type", "password");
        form.put("client_id", CLIENT_ID);
        form.put("username", username);
        form.put("password", password);
        form.put("scope", "openid");
        return token(form);
    }

    /** The access token that the user gets for user name and password. */
    String accessToken(TestUser user) {
        return directGrant(user, Map.of())
                .expect(200)
                .body()
                .get("access_token")
                .asText();
    }

    /** The token endpoint, for any grant. */
    Reply token(Map<String, String> form) {
        return Reply.of(Http.send(Http.postForm(uri("/protocol/openid-connect/token"), form)));
    }

    /** Deletes the realm. */
    @Override
    public void close() {
        admin.deleteRealm(name);
    }
}
