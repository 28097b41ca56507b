package io.verifytotp.keycloak.it.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.api.ApiClient;
import io.verifytotp.keycloak.it.support.api.ApiClientBuilder;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.http.Http;
import io.verifytotp.keycloak.it.support.http.Reply;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose credentials the Verify API takes. */
class VerifyApiCallersIT {
    @AutoClose
    private static final TestRealm realm = RealmBuilder.aRealm().createOn(SharedKeycloak.get());

    private ApiClient client;

    @BeforeEach
    void createClient() {
        client = ApiClientBuilder.aClient().roles(ApiRole.MANAGE).createIn(realm);
    }

    private static void assertAccepted(VerifyApi api) {
        api.get("/Services").expect(200);
    }

    private static void assertRefused(VerifyApi api) {
        ApiReply refused = api.get("/Services").expectError(401, 20003);
        assertThat(refused.headers().firstValue("WWW-Authenticate"))
                .contains("Basic realm=\"" + api.realm().name() + '"');
        api.post("/Services", Form.of("FriendlyName", "Refused")).expectError(401, 20003);
        api.get("/Nowhere").expectError(401, 20003);
    }

    @Nested
    class WithIdAndSecret {
        @Test
        void areConfidentialClientsWithServiceAccounts() {
            assertAccepted(client.api());
        }

        @Test
        void areRefusedWithoutTheRightSecret() {
            VerifyApi api = VerifyApi.of(realm);

            assertRefused(api.basic(client.id(), "wrong"));
            assertRefused(api.basic(client.id(), ""));
            assertRefused(api.basic("nobody", client.secret()));
            assertRefused(api.basic(client.id().toUpperCase(Locale.ROOT), client.secret()));
            assertThat(realm.events("CLIENT_LOGIN_ERROR"))
                    .anyMatch(event -> event.path("clientId").asText().equals(client.id())
                            && event.get("error").asText().equals("invalid_client_credentials"));
        }

        @ParameterizedTest
        @CsvSource({"enabled,false", "serviceAccountsEnabled,false", "publicClient,true", "bearerOnly,true"})
        void areRefusedOnceTheyAreNoSuchClients(String attribute, boolean value) {
            client.change(attribute, value);

            assertRefused(client.api());
        }

        @Test
        void areRefusedWithADisabledServiceAccount() {
            realm.admin()
                    .put(realm.path("/users/" + client.serviceAccount()), Map.of("enabled", false))
                    .expect(204);

            assertRefused(client.api());
        }

        @Test
        void areRefusedWithASecretThatWasReplaced() {
            ApiClient rotated = client.rotateSecret();

            assertRefused(client.api());
            assertAccepted(rotated.api());
        }

        @Test
        void areRefusedInAnotherRealm() {
            try (TestRealm other = RealmBuilder.aRealm().createOn(SharedKeycloak.get())) {
                assertRefused(client.api().at(other));
                assertRefused(client.bearer().at(other));
            }
        }

        @Test
        void areNotTheUsersOfTheRealm() {
            TestUser user = realm.addAdministrator("basic-user", ApiRole.MANAGE);

            assertRefused(VerifyApi.of(realm).basic(user.username(), user.password()));
        }
    }

    @Nested
    class WithAToken {
        @Test
        void areServiceAccounts() {
            assertAccepted(client.bearer());
        }

        @Test
        void areRefusedWhenItHasExpired() {
            VerifyApi api = client.bearer();

            new TestClock(realm.keycloak()).advance(Duration.ofHours(1));

            assertRefused(api);
            assertAccepted(client.bearer());
        }

        @Test
        void areRefusedAfterNotBefore() {
            TestClock clock = new TestClock(realm.keycloak());
            VerifyApi api = client.bearer();
            clock.advance(Duration.ofSeconds(5));
            realm.admin()
                    .put(realm.path(""), Map.of("notBefore", clock.now().getEpochSecond()))
                    .expect(204);
            clock.advance(Duration.ofSeconds(5));

            assertRefused(api);
            assertAccepted(client.bearer());
        }

        @Test
        void areRefusedOnceTheClientIsDisabled() {
            VerifyApi api = client.bearer();

            client.change("enabled", false);

            assertRefused(api);
        }

        @Test
        void areRefusedOnceTheSessionHasEnded() {
            TestUser person = realm.addAdministrator("leaver", ApiRole.VIEW);
            VerifyApi api = VerifyApi.of(realm).bearer(realm.accessToken(person));
            assertAccepted(api);

            realm.admin()
                    .post(realm.path("/users/" + person.id() + "/logout"), Map.of())
                    .expect(204);

            assertRefused(api);
        }

        @Test
        void areRefusedIfItWasTamperedWith() {
            String[] parts = client.token().split("\\.", -1);
            String claims = new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8);
            String forged = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(claims.replace(client.id(), "admin-cli").getBytes(UTF_8));
            String none = Base64.getUrlEncoder().withoutPadding().encodeToString("{\"alg\":\"none\"}".getBytes(UTF_8));
            VerifyApi api = VerifyApi.of(realm);

            assertRefused(api.bearer(parts[0] + '.' + forged + '.' + parts[2]));
            assertRefused(api.bearer(none + '.' + parts[1] + '.'));
            assertRefused(api.bearer(parts[0] + '.' + parts[1]));
        }

        @Test
        void areRefusedIfItIsNoAccessToken() {
            TestUser person = realm.addAdministrator("tokens", ApiRole.MANAGE);
            JsonNode tokens = realm.directGrant(person, Map.of()).expect(200).body();

            assertAccepted(VerifyApi.of(realm).bearer(tokens.get("access_token").asText()));
            assertRefused(VerifyApi.of(realm).bearer(tokens.get("refresh_token").asText()));
            assertRefused(VerifyApi.of(realm).bearer(tokens.get("id_token").asText()));
        }

        @Test
        void areTakenWithAnyAudienceThatTheAdminRestApiTakes() {
            ApiClient elsewhere = ApiClientBuilder.aClient()
                    .with("fullScopeAllowed", true)
                    .with("protocolMappers", List.of(audience("elsewhere")))
                    .roles(ApiRole.VIEW, "view-users")
                    .createIn(realm);
            String token = elsewhere.token();

            int core = Reply.of(Http.send(Http.request(
                                    URI.create(realm.keycloak().baseUrl() + "/admin/realms/" + realm.name() + "/users"))
                            .header("Authorization", "Bearer " + token)))
                    .status();

            assertThat(VerifyApi.of(realm).bearer(token).get("/Services").status())
                    .isEqualTo(core);
        }

        private static Object audience(String name) {
            return Map.of(
                    "name", "audience",
                    "protocol", "openid-connect",
                    "protocolMapper", "oidc-audience-mapper",
                    "config", Map.of("included.custom.audience", name, "access.token.claim", "true"));
        }
    }

    @Nested
    class WithoutOneClearCredential {
        @Test
        void areRefused() {
            assertRefused(VerifyApi.of(realm));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "Basic",
                    "Basic ",
                    "Basic !!!",
                    "Basic Og==",
                    "Basic bm8tY29sb24=",
                    "Bearer",
                    "Bearer ",
                    "Bearer x",
                    "Bearer a.b.c",
                    "Digest username=\"x\"",
                    "Negotiate x",
                    "x",
                    "basic"
                })
        void areRefusedWithJunk(String header) {
            assertRefused(VerifyApi.of(realm).authorizations(header));
        }

        @Test
        void areRefusedWithTwoHeaders() {
            String basic = "Basic "
                    + Base64.getEncoder().encodeToString((client.id() + ':' + client.secret()).getBytes(UTF_8));
            String bearer = "Bearer " + client.token();
            VerifyApi api = VerifyApi.of(realm);

            assertAccepted(api.authorizations(basic));
            assertRefused(api.authorizations(basic, basic));
            assertRefused(api.authorizations(basic, bearer));
            assertRefused(api.authorizations(bearer, "Bearer x"));
        }
    }
}
