package io.verifytotp.keycloak.it.pages;

import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.DelegatingKeycloak;
import io.verifytotp.keycloak.it.support.server.KeyRingFile;
import io.verifytotp.keycloak.it.support.server.KeycloakServer;
import io.verifytotp.keycloak.it.support.server.OperatorKeys;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** Runs {@link CustomThemeRules} on an operator's own theme, at the root of its host and below a path. */
class CustomThemeIT {
    @Nested
    class AtTheRoot extends CustomThemeRules {
        private static TestRealm realm;

        @BeforeAll
        static void createRealm() {
            realm = realmWithTheme(SharedKeycloak.get());
        }

        @AfterAll
        static void deleteRealm() {
            realm.close();
        }

        @Override
        TestRealm realm() {
            return realm;
        }
    }

    @Nested
    @Tag("thorough") // a server of its own, and a build for it
    class BelowAPath extends CustomThemeRules {
        private static final String PATH = "/auth";

        private static KeycloakServer server;
        private static TestRealm realm;

        @BeforeAll
        static void start() {
            server = KeycloakServer.named("custom-theme")
                    .buildOption("http-relative-path", PATH)
                    .buildOption("http-management-relative-path", "/")
                    .option(SharedKeycloak.THEMES_OPTION, SharedKeycloak.THEMES)
                    .option(
                            OperatorKeys.OPTION,
                            KeyRingFile.create("custom-theme").toString())
                    .start();
            realm = realmWithTheme(new BelowItsHost(server));
        }

        @AfterAll
        static void stop() {
            server.close();
        }

        @Override
        TestRealm realm() {
            return realm;
        }

        /** The server as others address it: with the path. */
        private static final class BelowItsHost extends DelegatingKeycloak {
            BelowItsHost(KeycloakServer server) {
                super(server);
            }

            @Override
            public URI baseUrl() {
                return URI.create(super.baseUrl() + PATH);
            }
        }
    }
}
