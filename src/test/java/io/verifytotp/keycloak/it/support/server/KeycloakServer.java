package io.verifytotp.keycloak.it.support.server;

import io.verifytotp.keycloak.it.support.Await;
import io.verifytotp.keycloak.it.support.Command;
import io.verifytotp.keycloak.it.support.FileTree;
import io.verifytotp.keycloak.it.support.LogTail;
import io.verifytotp.keycloak.it.support.Ports;
import io.verifytotp.keycloak.it.support.ProcessTree;
import io.verifytotp.keycloak.it.support.http.Http;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A Keycloak of the real distribution as a process on 127.0.0.1. Ports and data stay the same over
 * {@link #restart()}, unless the data are in memory; the moved clock goes back to real time.
 */
public final class KeycloakServer implements KeycloakUnderTest {
    private static final Duration START_LIMIT = Duration.ofMinutes(5);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private final ServerSpec spec;
    private final int port;
    private final int managementPort;
    private ProcessTree process;

    private KeycloakServer(ServerSpec spec) {
        List<Integer> ports = Ports.free(2);
        this.spec = spec;
        this.port = ports.get(0);
        this.managementPort = ports.get(1);
    }

    public static KeycloakServerBuilder named(String name) {
        return new KeycloakServerBuilder(name);
    }

    /** With an empty log, not started. */
    public static KeycloakServer layOut(ServerSpec spec) {
        if (RunningServers.anyNamed(spec.name())) {
            throw new IllegalStateException("A server '" + spec.name() + "' is running already");
        }
        ServerHome built = spec.build().home();
        ServerHome home = ServerHome.layOut(spec.home().root(), built.root());
        home.addProviders(built.providerJars());
        spec.data().ifPresent(data -> FileTree.copy(data, home.data()));
        spec.realms().forEach(realm -> FileTree.copyFile(realm, home.realmImport(realm)));
        FileTree.delete(spec.log());
        return new KeycloakServer(spec);
    }

    /** Returns when the server is ready. */
    public void start() {
        process = ProcessTree.of(ServerProcess.launch(spec, port, managementPort));
        RunningServers.add(this);
        try {
            // Keycloak says "started" before it has finished its bootstrap; only the health check knows.
            Await.until("readiness of " + spec.name(), START_LIMIT, () -> !process.isAlive() || isReady());
        } catch (AssertionError e) {
            kill();
            throw new IllegalStateException(e.getMessage() + ":\n" + LogTail.of(log()), e);
        }
        if (!process.isAlive()) {
            RunningServers.remove(this);
            throw new IllegalStateException(spec.name() + " ended while starting:\n" + LogTail.of(log()));
        }
    }

    /** As an operator stops it: in order, with its data kept. */
    public void stop() {
        process.stop(STOP_LIMIT);
        RunningServers.remove(this);
    }

    /** As a power failure does. */
    public void kill() {
        process.kill();
        RunningServers.remove(this);
    }

    public void restart() {
        stop();
        start();
    }

    @Override
    public void close() {
        stop();
    }

    public String name() {
        return spec.name();
    }

    /** The server's own folder, with {@code data} and {@code conf}. */
    public ServerHome home() {
        return spec.home();
    }

    public ProcessHandle jvm() {
        return process.jvm();
    }

    /** Bytes of what is still in use on the server's heap; unused objects are collected before. */
    public long liveHeap() {
        String jcmd = ServerEnvironment.RUNNING_JAVA.resolve("bin/jcmd").toString();
        String histogram = Command.of(jcmd, Long.toString(jvm().pid()), "GC.class_histogram")
                .output(Duration.ofMinutes(1));
        String[] total =
                histogram.strip().lines().reduce("", (first, last) -> last).split("\\s+", -1);
        return Long.parseLong(total[2]);
    }

    @Override
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public URI managementUrl() {
        return URI.create("http://127.0.0.1:" + managementPort);
    }

    @Override
    public AdminAccount adminAccount() {
        return spec.adminAccount();
    }

    @Override
    public String log() {
        Path file = spec.log();
        try {
            return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isReady() {
        return Http.answers(URI.create(managementUrl() + "/health/ready"));
    }
}
