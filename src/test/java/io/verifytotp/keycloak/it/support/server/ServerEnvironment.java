package io.verifytotp.keycloak.it.support.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The environment of a Keycloak process: what a developer's shell says about Keycloak or Java has no say in it. */
public final class ServerEnvironment {
    public static final Path RUNNING_JAVA = Path.of(System.getProperty("java.home"));

    /**
     * Options of a JVM that ends after seconds or minutes. With them Keycloak's build and start take half the processor
     * time. {@code kc.sh} chooses the collector G1, and a JVM with two collectors does not start: G1 is switched off.
     * A JVM without its second compiler keeps 48 MB of compiled code; Keycloak has more after a minute, and would throw
     * away and compile again until it ends.
     */
    public static final List<String> SHORT_LIVED_JVM =
            List.of("-XX:TieredStopAtLevel=1", "-XX:ReservedCodeCacheSize=192m", "-XX:-UseG1GC", "-XX:+UseSerialGC");

    private ServerEnvironment() {}

    /** For a command of {@code kc.sh} that ends by itself. */
    public static void prepare(Map<String, String> environment) {
        prepare(environment, RUNNING_JAVA, SHORT_LIVED_JVM);
    }

    public static void prepare(Map<String, String> environment, Path javaHome, List<String> jvmOptions) {
        environment
                .keySet()
                .removeIf(name -> name.startsWith("KC_") || name.startsWith("JAVA") || name.startsWith("QUARKUS_"));
        environment.put("JAVA_HOME", javaHome.toString());
        environment.put("JAVA_OPTS_APPEND", String.join(" ", jvmOptions));
    }
}
