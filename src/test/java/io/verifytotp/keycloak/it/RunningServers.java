package io.verifytotp.keycloak.it;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The servers of this JVM that are running now; none of them outlives it. */
final class RunningServers {
    private static final Set<KeycloakServer> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(KeycloakServer::stop)));
    }

    private RunningServers() {}

    static void add(KeycloakServer server) {
        RUNNING.add(server);
    }

    static void remove(KeycloakServer server) {
        RUNNING.remove(server);
    }

    static List<KeycloakServer> all() {
        return List.copyOf(RUNNING);
    }

    static boolean anyNamed(String name) {
        return RUNNING.stream().anyMatch(server -> server.name().equals(name));
    }
}
