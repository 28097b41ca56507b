package io.verifytotp.keycloak.it.support.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.http.Http;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** People and programs of the realm master who administer another realm. They go with {@link #close()}. */
public final class MasterCallers implements AutoCloseable {
    private static final Map<String, String> LONG_TOKENS = Map.of("access.token.lifespan", "3600");

    private final TestRealm managed;
    private final TestRealm master;
    private final List<String> made = new ArrayList<>();
    private final String clientId = "people-" + UUID.randomUUID();

    public MasterCallers(TestRealm managed) {
        this.managed = managed;
        this.master = managed.master();
        made.add("/clients/"
                + ApiClientBuilder.aClient()
                        .with("clientId", clientId)
                        .with("publicClient", true)
                        .with("serviceAccountsEnabled", false)
                        .with("directAccessGrantsEnabled", true)
                        .with("attributes", LONG_TOKENS)
                        .createIn(master)
                        .uuid());
    }

    public TestRealm master() {
        return master;
    }

    public TestUser addPerson(String... roles) {
        TestUser person = master.addUser("person-" + UUID.randomUUID());
        made.add("/users/" + person.id());
        ManagementRoles.inMaster(managed).grant(person.id(), roles);
        return person;
    }

    public ApiClient addProgram(String... roles) {
        ApiClient program =
                ApiClientBuilder.aClient().with("attributes", LONG_TOKENS).createIn(master);
        made.add("/clients/" + program.uuid());
        ManagementRoles.inMaster(managed).grant(program.serviceAccount(), roles);
        return program;
    }

    /** What the token endpoint of the realm master gives that person. */
    public JsonNode tokens(TestUser person) {
        return master.token(Map.of(
                        "grant_type",
                        "password",
                        "client_id",
                        clientId,
                        "username",
                        person.username(),
                        "password",
                        person.password(),
                        "scope",
                        "openid"))
                .expect(200)
                .body();
    }

    /** The other realm's API as that person calls it. */
    public VerifyApi api(TestUser person) {
        return VerifyApi.of(managed).bearer(tokens(person).get("access_token").asText());
    }

    /** The other realm's API as that program calls it. */
    public VerifyApi api(ApiClient program) {
        return VerifyApi.of(managed).bearer(program.token());
    }

    /** Switches the client off through which people log in. */
    public void disableClient() {
        master.admin().put(master.path(made.get(0)), Map.of("enabled", false)).expect(204);
    }

    /** As that client ends a token (RFC 7009). */
    public void revoke(String token) {
        Map<String, String> form = Map.of("client_id", clientId, "token", token, "token_type_hint", "access_token");
        Http.send(Http.postForm(master.uri("/protocol/openid-connect/revoke"), form));
    }

    @Override
    public void close() {
        made.forEach(path -> master.admin().delete(master.path(path)).expect(204));
    }
}
