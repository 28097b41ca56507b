package io.verifytotp.keycloak.it.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Settings;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** What an operator notices of the extension when the server starts, and what the jar holds. */
class ServerStartIT {
    /** 430,000 bytes, and 3,000 for each of the forty translations. */
    private static final long LARGEST_JAR = 1_200_000;

    @Test
    void theServerSaysNothingWorryingOfUs() {
        List<String> worrying = SharedKeycloak.get()
                .log()
                .lines()
                // What comes later is what other tests have provoked.
                .takeWhile(line -> !line.contains("Bootstrap completed"))
                .filter(line -> line.contains("WARN") || line.contains("ERROR"))
                .filter(line -> line.contains("verifytotp") || line.contains("verify-totp"))
                .filter(line -> !line.contains("[org.keycloak.events]"))
                .toList();

        assertThat(worrying).isEmpty();
    }

    @Test
    void theJarIsSmallAndHoldsNothingButOurs() throws IOException {
        assertThat(Files.size(Settings.productJar())).isLessThan(LARGEST_JAR);
        try (JarFile jar = new JarFile(Settings.productJar().toFile())) {
            assertThat(jar.stream().map(entry -> entry.getName()).filter(name -> name.endsWith(".class")))
                    .isNotEmpty()
                    .allMatch(name -> name.startsWith("io/verifytotp/keycloak/"));
            assertThat(jar.stream().map(entry -> entry.getName()))
                    .noneMatch(name -> name.endsWith(".jar") || name.contains("test-clock"));
        }
    }
}
