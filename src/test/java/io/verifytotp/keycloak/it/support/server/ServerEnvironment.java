package io.verifytotp.keycloak.it.support.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The environment of a Keycloak process: what a developer's shell says about Keycloak or Java has no say in it. */
public final class ServerEnvironment {
    public static final Path RUNNING_JAVA = Path.of(System.getProperty("java.home"));

    /**
     * What makes a Keycloak that lives for seconds or minutes cheap: a build and a start take half the processor time.
     * {@code kc.sh} asks for G1, and a JVM with two collectors does not start.
     */
    public static final List<String> SHORT_LIVED_JVM =
            List.of("-XX:TieredStopAtLevel=1", "-XX:-UseG1GC", "-XX:+UseSerialGC");

    private static final String JVM_OPTIONS = "JAVA_OPTS_APPEND";

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
        environment.put(JVM_OPTIONS, String.join(" ", jvmOptions));
    }
}
