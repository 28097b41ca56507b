package io.verifytotp.keycloak.it.support.server;

import io.verifytotp.keycloak.it.support.Settings;
import io.verifytotp.keycloak.it.support.http.AdminApi;
import java.nio.file.Path;
import java.util.ServiceLoader;

/**
 * The one server that all integration tests share unless they need their own: started by the first, stopped with
 * the JVM. Every test makes its own realm, and only moves the clock forward.
 */
public final class SharedKeycloak extends DelegatingKeycloak {
    /** Themes of an operator, and the option that names their folder. */
    public static final String THEMES_OPTION = "spi-theme--folder--dir";

    public static final String THEMES =
            Path.of("src", "test", "themes").toAbsolutePath().toString();

    private static final String NAME = "shared";

    private static SharedKeycloak instance;

    private SharedKeycloak(KeycloakUnderTest server) {
        super(server);
    }

    public static synchronized SharedKeycloak get() {
        if (instance == null) {
            instance = new SharedKeycloak(start());
            new AdminApi(instance).prolongTokens();
        }
        return instance;
    }

    /** The key file of the distribution. Who changes it puts it back: the factors of other tests are under its keys. */
    public static OperatorKeys keys() {
        return OperatorKeys.of(NAME);
    }

    private static KeycloakUnderTest start() {
        return switch (Settings.server()) {
            case "distribution" -> startDistribution();
            case "container" -> startContainer();
            default ->
                throw new IllegalStateException(
                        "it.server must be 'distribution' or 'container', got '" + Settings.server() + "'");
        };
    }

    private static KeycloakUnderTest startDistribution() {
        return KeycloakServer.named(NAME)
                .databaseInMemory()
                .option(OperatorKeys.OPTION, OperatorKeys.make(NAME).file().toString())
                .option(THEMES_OPTION, THEMES)
                .logLevel("io.verifytotp:trace")
                .start();
    }

    /** By a class that only the Maven profile compiles, so that no other build needs Testcontainers. */
    private static KeycloakUnderTest startContainer() {
        return ServiceLoader.load(KeycloakStarter.class)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("it.server=container needs the Maven profile 'containers'"))
                .start();
    }

    @Override
    public boolean isShared() {
        return true;
    }

    /** Stays up for the next test; it ends with the JVM. */
    @Override
    public void close() {}
}
