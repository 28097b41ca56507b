package io.verifytotp.keycloak.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.api.ApiClient;
import io.verifytotp.keycloak.it.support.api.ApiClientBuilder;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.api.ApiRequest;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** From where the Verify API may be called: over which protocol, and from which pages. */
class VerifyApiTransportIT {
    @AutoClose
    private static final TestRealm realm = RealmBuilder.aRealm().createOn(SharedKeycloak.get());

    @Nested
    class OverHttp {
        @Test
        void isRefusedWhereTheRealmRequiresSsl() {
            try (TestRealm strict =
                    RealmBuilder.aRealm().with("sslRequired", "all").createOn(SharedKeycloak.get())) {
                ApiClient backend =
                        ApiClientBuilder.aClient().roles(ApiRole.MANAGE).createIn(strict);

                for (VerifyApi api : List.of(backend.api(), VerifyApi.of(strict))) {
                    ApiReply refused = api.get("/Services").expectError(403, 20403);
                    assertThat(refused.message()).isEqualTo("HTTPS required");
                    api.post("/Services", Form.of("FriendlyName", "x")).expectError(403, 20403);
                }
            }
        }
    }

    @Nested
    class ThroughCaches {
        @Test
        void isNotStored() {
            VerifyApi api = realm.api(ApiRole.MANAGE);
            ApiFactor factor = ApiFactor.create(api, realm.addUser("cached"));

            for (ApiReply reply : List.of(
                    api.post(factor.entity() + "/Factors", Form.of("FriendlyName", "Second", "FactorType", "totp"))
                            .expect(201),
                    factor.fetch().expect(200),
                    api.get("/nothing").expectError(404, 20404))) {
                assertThat(reply.headers().firstValue("Cache-Control")).contains("no-store");
            }
        }
    }

    @Nested
    class InABrowser {
        private static final String SHOP = "https://shop.example";

        @Test
        void itsOriginIsToldThatItMayRead() {
            ApiClient shop = ApiClientBuilder.aClient()
                    .with("webOrigins", List.of(SHOP))
                    .roles(ApiRole.MANAGE)
                    .createIn(realm);

            for (VerifyApi api : List.of(shop.api(), shop.bearer())) {
                assertThat(allowedOrigin(api, "/Services", SHOP)).contains(SHOP);
                assertThat(allowedOrigin(api, "/Services/VA" + "0".repeat(32), SHOP))
                        .contains(SHOP);
                assertThat(allowedOrigin(api, "/Services", "https://evil.example"))
                        .isEmpty();
            }
            assertThat(allowedOrigin(realm.api(ApiRole.MANAGE), "/Services", SHOP))
                    .isEmpty();
        }

        @Test
        void mayAskBeforeItHasCredentials() {
            ApiReply preflight = VerifyApi.of(realm)
                    .send(ApiRequest.of("OPTIONS", "/Services")
                            .header("Origin", SHOP)
                            .header("Access-Control-Request-Method", "POST")
                            .header("Access-Control-Request-Headers", "authorization"));

            preflight.expect(200);
            assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
                    .contains(SHOP);
            assertThat(preflight
                            .headers()
                            .firstValue("Access-Control-Allow-Methods")
                            .orElse(""))
                    .contains("GET", "POST", "DELETE");
            assertThat(preflight
                            .headers()
                            .firstValue("Access-Control-Allow-Headers")
                            .orElse(""))
                    .containsIgnoringCase("authorization");
        }

        private static Optional<String> allowedOrigin(VerifyApi api, String path, String origin) {
            ApiRequest request = ApiRequest.of("GET", path).header("Origin", origin);
            return api.send(request).headers().firstValue("Access-Control-Allow-Origin");
        }
    }
}
