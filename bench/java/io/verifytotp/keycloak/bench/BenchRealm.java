package io.verifytotp.keycloak.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.Json;
import io.verifytotp.keycloak.it.support.api.ApiClient;
import io.verifytotp.keycloak.it.support.api.ApiClientBuilder;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.db.BulkFactors;
import io.verifytotp.keycloak.it.support.db.OurRows;
import io.verifytotp.keycloak.it.support.db.PostgresServer;
import io.verifytotp.keycloak.it.support.http.AdminApi;
import io.verifytotp.keycloak.it.support.http.Callback;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.FastRealm;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.OwnKeycloak;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** One realm with a client and users for each {@link Login}, and a client that calls our API. */
record BenchRealm(TestRealm realm, ApiClient backEnd, Map<Login, List<Account>> accounts) {
    /** Base32 of {@code 12345678901234567890}, the example key of RFC 6238; Keycloak's users share it. */
    static final String SHARED_KEY = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    private static final int USERS_PER_IMPORT = 100;

    /** @param users of each kind */
    static BenchRealm create(OwnKeycloak<PostgresServer> own, int users) {
        AdminApi admin = new AdminApi(own.server());
        admin.prolongTokens();
        TestRealm realm = new TestRealm(own.server(), admin, "bench");
        admin.createRealm(representation(realm.name()));
        ApiClient backEnd =
                ApiClientBuilder.aClient().roles(ApiRole.MANAGE).createIn(realm);
        BulkFactors factors =
                new BulkFactors(own.database(), OurRows.of(own.database(), realm), backEnd.api(), own.keys());
        Map<Login, List<Account>> accounts = new EnumMap<>(Login.class);
        for (Login login : Login.values()) {
            List<TestUser> imported = importUsers(realm, login, users);
            accounts.put(login, login == Login.OURS ? ours(factors, imported) : keycloaks(imported));
        }
        own.database()
                .execute("update verify_totp_factor set hour_budget_full_at = 0, day_budget_full_at = 0,"
                        + " budget_of = last_step * 1000 + failures");
        own.database().execute("insert into bench_row (id, n) select id, 0 from user_entity");
        own.database().execute("analyze");
        return new BenchRealm(realm, backEnd, accounts);
    }

    private static Map<String, Object> representation(String name) {
        Map<String, Object> realm = new LinkedHashMap<>();
        realm.put("passwordPolicy", FastRealm.SETTINGS.get("passwordPolicy")); // the rest, with its keys, as by default
        realm.put("realm", name);
        realm.put("enabled", true);
        realm.put("accessTokenLifespan", 3600);
        List<Object> flows = new ArrayList<>();
        List<Object> clients = new ArrayList<>();
        for (Login login : Login.values()) {
            LoginFlows own = LoginFlows.of(login);
            flows.addAll(own.representations());
            Map<String, Object> client = client(login.clientId());
            client.put("publicClient", true);
            client.put("authenticationFlowBindingOverrides", own.overrides());
            clients.add(client);
        }
        for (Introspection kind : Introspection.values()) {
            Map<String, Object> client = client(kind.clientId());
            client.put("publicClient", false);
            client.put("secret", kind.secret());
            client.put("protocolMappers", kind.mappers());
            clients.add(client);
        }
        realm.put("authenticationFlows", flows);
        realm.put("clients", clients);
        return realm;
    }

    private static Map<String, Object> client(String id) {
        Map<String, Object> client = new HashMap<>();
        client.put("clientId", id);
        client.put("directAccessGrantsEnabled", true);
        client.put("redirectUris", List.of(Callback.uri().toString()));
        return client;
    }

    static List<TestUser> importUsers(TestRealm realm, Login login, int count) {
        for (int first = 0; first < count; first += USERS_PER_IMPORT) {
            List<Object> users = IntStream.range(first, Math.min(first + USERS_PER_IMPORT, count))
                    .<Object>mapToObj(i -> user(login, login.userPrefix() + i))
                    .toList();
            realm.admin()
                    .post(realm.path("/partialImport"), Map.of("ifResourceExists", "FAIL", "users", users))
                    .expect(200);
        }
        JsonNode found = realm.admin()
                .get(realm.path("/users?max=1000000&briefRepresentation=true&username=" + login.userPrefix()))
                .expect(200)
                .body();
        List<TestUser> imported = new ArrayList<>();
        found.forEach(user ->
                imported.add(new TestUser(user.get("id").asText(), user.get("username").asText())));
        return imported;
    }

    private static Map<String, Object> user(Login login, String username) {
        Map<String, Object> user = new HashMap<>(TestUser.representation(username));
        if (login != Login.OURS) {
            List<Object> credentials = new ArrayList<>((List<?>) user.get("credentials"));
            credentials.add(keycloaksOtp());
            user.put("credentials", credentials);
        }
        return user;
    }

    static Map<String, Object> keycloaksOtp() {
        Map<String, Object> data = Map.of(
                "subType", "totp",
                "digits", 6,
                "counter", 0,
                "period", 30,
                "algorithm", "HmacSHA1",
                "secretEncoding", "BASE32");
        return Map.of(
                "type", "otp",
                "secretData", Json.write(Map.of("value", SHARED_KEY)),
                "credentialData", Json.write(data));
    }

    private static List<Account> ours(BulkFactors factors, List<TestUser> users) {
        return factors.insertFactors(users).stream()
                .map(bulk -> new Account(
                        bulk.factor().user(),
                        bulk.factor().app(),
                        bulk.factor().sid()))
                .toList();
    }

    static List<Account> keycloaks(List<TestUser> users) {
        AuthenticatorApp app = AuthenticatorApp.typed(SHARED_KEY);
        return users.stream().map(user -> new Account(user, app, "")).toList();
    }
}
