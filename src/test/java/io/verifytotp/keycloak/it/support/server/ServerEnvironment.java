package io.verifytotp.keycloak.it.support.server;

import java.nio.file.Path;
import java.util.Map;

/** The environment of a Keycloak process: what a developer's shell says about Keycloak or Java has no say in it. */
public final class ServerEnvironment {
    public static final Path RUNNING_JAVA = Path.of(System.getProperty("java.home"));

    private ServerEnvironment() {}

    public static void prepare(Map<String, String> environment, Path javaHome) {
        environment
                .keySet()
                .removeIf(name -> name.startsWith("KC_") || name.startsWith("JAVA") || name.startsWith("QUARKUS_"));
        environment.put("JAVA_HOME", javaHome.toString());
    }
}
