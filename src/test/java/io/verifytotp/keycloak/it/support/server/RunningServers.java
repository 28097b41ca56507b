package io.verifytotp.keycloak.it.support.server;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The servers of this JVM that are running now; none of them outlives it. */
public final class RunningServers {
    private static final Set<KeycloakServer> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(KeycloakServer::stop)));
    }

    private RunningServers() {}

    public static void add(KeycloakServer server) {
        RUNNING.add(server);
    }

    public static void remove(KeycloakServer server) {
        RUNNING.remove(server);
    }

    public static List<KeycloakServer> all() {
        return List.copyOf(RUNNING);
    }

    public static boolean anyNamed(String name) {
        return RUNNING.stream().anyMatch(server -> server.name().equals(name));
    }
}
