package io.verifytotp.keycloak.it.owlbank;

import io.verifytotp.keycloak.it.support.Await;
import io.verifytotp.keycloak.it.support.Command;
import io.verifytotp.keycloak.it.support.Ports;
import io.verifytotp.keycloak.it.support.http.Http;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;

/** The services of docker-compose.yml under a name and on ports of their own. */
record Compose(List<String> program, String name, int keycloakPort, int bankPort, int mailPort)
        implements AutoCloseable {
    /** The first start builds the images. */
    private static final Duration LIMIT = Duration.ofMinutes(20);

    private static final Duration START_LIMIT = Duration.ofMinutes(6);

    private static final Set<String> CHECKED = Set.of("postgres", "keycloak", "bank");

    static Compose named(String name) {
        List<Integer> ports = Ports.free(3);
        return new Compose(installed(), name, ports.get(0), ports.get(1), ports.get(2));
    }

    /** Version 2 of Compose is a command of Docker, version 1 a program. */
    private static List<String> installed() {
        return List.of(List.of("docker", "compose"), List.of("docker-compose")).stream()
                .filter(Compose::works)
                .findFirst()
                .orElseGet(() -> Assumptions.abort("Compose was not found"));
    }

    private static boolean works(List<String> program) {
        try {
            Command.of(words(program, "version")).output(START_LIMIT);
            return true;
        } catch (IllegalStateException | UncheckedIOException notInstalled) {
            return false;
        }
    }

    /** Returns when every service that can say so is healthy. */
    void up(String... options) {
        run(words(List.of("up", "-d"), options).toArray(String[]::new));
        Await.until("health", START_LIMIT, () -> healthy().equals(CHECKED));
    }

    private Set<String> healthy() {
        return Command.of(
                        "docker",
                        "ps",
                        "--filter",
                        "label=com.docker.compose.project=" + name,
                        "--filter",
                        "health=healthy",
                        "--format",
                        "{{.Label \"com.docker.compose.service\"}}")
                .output(START_LIMIT)
                .lines()
                .collect(Collectors.toSet());
    }

    /** Stops Keycloak and starts it again, while the other services run on. */
    void restartKeycloak() {
        run("restart", "keycloak");
        URI realm = URI.create("http://localhost:" + keycloakPort + "/realms/owlbank");
        Await.until("Keycloak", START_LIMIT, () -> Http.answers(realm));
    }

    void deleteVolume(String volume) {
        Command.of("docker", "volume", "rm", name + "_" + volume).output(START_LIMIT);
    }

    String run(String... words) {
        List<String> command = words(words(program, "-p", name), words);
        return Command.of(command)
                .environment(variables -> variables.putAll(Map.of(
                        "KEYCLOAK_PORT", Integer.toString(keycloakPort),
                        "BANK_PORT", Integer.toString(bankPort),
                        "MAIL_PORT", Integer.toString(mailPort))))
                .output(LIMIT);
    }

    URI bank(String path) {
        return URI.create("http://localhost:" + bankPort + path);
    }

    @Override
    public void close() {
        run("down", "--volumes");
    }

    private static List<String> words(List<String> first, String... others) {
        List<String> words = new ArrayList<>(first);
        words.addAll(List.of(others));
        return words;
    }
}
