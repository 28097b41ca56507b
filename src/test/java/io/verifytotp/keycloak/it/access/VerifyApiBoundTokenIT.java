package io.verifytotp.keycloak.it.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.api.ApiClient;
import io.verifytotp.keycloak.it.support.api.ApiClientBuilder;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.MasterCallers;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.http.DpopKey;
import io.verifytotp.keycloak.it.support.http.Http;
import io.verifytotp.keycloak.it.support.http.Reply;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The Verify API asks for no proof of a key (DPoP), so it takes no token that is bound to one. */
class VerifyApiBoundTokenIT {
    @AutoClose
    private static final TestRealm realm = RealmBuilder.aRealm().createOn(SharedKeycloak.get());

    private final DpopKey key = DpopKey.make();
    private final TestClock clock = new TestClock(realm.keycloak());

    @Test
    void isRefusedWithTheProofAndWithout() {
        ApiClient bound = ApiClientBuilder.aClient()
                .with("attributes", Map.of("dpop.bound.access.tokens", "true"))
                .roles(ApiRole.MANAGE)
                .createIn(realm);
        String token = token(bound, realm);

        assertRefused(VerifyApi.of(realm).bearer(token));
        assertRefused(VerifyApi.of(realm).authorizations("DPoP " + token));
        URI services = URI.create(VerifyApi.of(realm).root() + "/Services");
        assertThat(Reply.of(Http.send(Http.request(services)
                                .header("Authorization", "DPoP " + token)
                                .header("DPoP", key.proof("GET", services, clock.now(), token))))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void isRefusedFromTheRealmMasterAsWell() {
        try (MasterCallers callers = new MasterCallers(realm)) {
            ApiClient bound = callers.addProgram(ApiRole.MANAGE);
            bound.change("attributes", Map.of("dpop.bound.access.tokens", "true"));

            assertRefused(VerifyApi.of(realm).bearer(token(bound, callers.master())));
        }
    }

    private String token(ApiClient bound, TestRealm home) {
        URI endpoint = home.uri("/protocol/openid-connect/token");
        Map<String, String> form =
                Map.of("grant_type", "client_credentials", "client_id", bound.id(), "client_secret", bound.secret());
        JsonNode answer = Reply.of(Http.send(
                        Http.postForm(endpoint, form).header("DPoP", key.proof("POST", endpoint, clock.now()))))
                .expect(200)
                .body();
        assertThat(answer.get("token_type").asText()).isEqualTo("DPoP");
        return answer.get("access_token").asText();
    }

    private static void assertRefused(VerifyApi api) {
        api.get("/Services").expectError(401, 20003);
    }
}
