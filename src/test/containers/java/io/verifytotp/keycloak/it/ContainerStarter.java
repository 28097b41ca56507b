package io.verifytotp.keycloak.it;

import dasniko.testcontainers.keycloak.KeycloakContainer;
import io.verifytotp.keycloak.it.support.Settings;
import io.verifytotp.keycloak.it.support.clock.TestClockJar;
import io.verifytotp.keycloak.it.support.server.AdminAccount;
import io.verifytotp.keycloak.it.support.server.KeyRingFile;
import io.verifytotp.keycloak.it.support.server.KeycloakStarter;
import io.verifytotp.keycloak.it.support.server.KeycloakUnderTest;
import io.verifytotp.keycloak.it.support.server.ServerProcess;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;

/**
 * Keycloak's own image with the product's jar and the test clock put into it. {@link SharedKeycloak} finds this class
 * through META-INF/services.
 */
public final class ContainerStarter implements KeycloakStarter {
    private static final String KEY_RING = "/opt/keycloak/conf/verify-totp.keys";
    private static final int MANAGEMENT_PORT = 9000;
    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    @Override
    public KeycloakUnderTest start() {
        AdminAccount admin = AdminAccount.random();
        KeycloakContainer container = container(admin);
        // Otherwise the library copies the whole log to the console; as it is, that of a failed start alone.
        container.setLogConsumers(List.of());
        container.start();
        return new ContainerKeycloak(container, admin);
    }

    private static KeycloakContainer container(AdminAccount admin) {
        return new KeycloakContainer("quay.io/keycloak/keycloak:" + Settings.keycloakVersion())
                .withProductionMode()
                .withProviderLibsFrom(List.of(
                        Settings.productJar().toFile(), TestClockJar.path().toFile()))
                .withCopyToContainer(keyRing(), KEY_RING)
                .withEnv("KC_SPI_VERIFY_TOTP__DEFAULT__KEY_FILE", KEY_RING)
                .withEnv("KC_DB", "dev-file")
                .withEnv("KC_CACHE", "local")
                .withEnv("KC_HTTP_ENABLED", "true")
                .withEnv("KC_HOSTNAME_STRICT", "false")
                .withEnv("KC_LOG_LEVEL", ServerProcess.LOG_LEVELS + ",io.verifytotp:trace")
                .withEnv("JAVA_OPTS_APPEND", "-XX:TieredStopAtLevel=1")
                .withRamPercentage(5, 25)
                .withEnabledMetrics()
                .withAdminUsername(admin.username())
                .withAdminPassword(admin.password())
                .waitingFor(
                        Wait.forHttp("/health/ready").forPort(MANAGEMENT_PORT).withStartupTimeout(START_LIMIT));
    }

    /** Owned by root and readable by group 0, which is the group of the image's user; for nobody else. */
    private static Transferable keyRing() {
        try {
            return Transferable.of(Files.readAllBytes(KeyRingFile.create("container")), 0440);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
