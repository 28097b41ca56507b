package io.verifytotp.keycloak.it.support.server;

import io.verifytotp.keycloak.it.support.Command;
import io.verifytotp.keycloak.it.support.Fingerprint;
import io.verifytotp.keycloak.it.support.Settings;
import io.verifytotp.keycloak.it.support.SharedLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * The outcome of {@code kc.sh build} for one version, set of provider jars and set of build options. Building takes
 * 17 s, so it is kept below {@code target/it/built} and used again as long as the contents of the jars stay the same.
 */
public record ServerBuild(String version, List<Path> providers, SortedMap<String, String> options) {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    public ServerHome home() {
        return home(this);
    }

    /** One build at a time, whoever asks. */
    private static ServerHome home(ServerBuild build) {
        ServerHome home = new ServerHome(Settings.shared().resolve("built").resolve(build.name()));
        SharedLock.hold(() -> {
            if (!home.exists()) {
                build.make(home);
            }
        });
        return home;
    }

    /** Made beside its place and moved there when complete. */
    private void make(ServerHome home) {
        ServerHome unfinished = ServerHome.layOut(
                home.root().resolveSibling("unfinished"),
                KeycloakDistribution.of(version).home());
        unfinished.addProviders(providers);
        List<String> command = new ArrayList<>(List.of(unfinished.script().toString(), "build"));
        options.forEach((key, value) -> command.add("--" + key + '=' + value));
        Command.of(command).environment(ServerEnvironment::prepare).output(LIMIT);
        try {
            Files.move(unfinished.root(), home.root(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String name() {
        Fingerprint fingerprint = new Fingerprint();
        options.forEach((key, value) -> fingerprint.add(key).add(value));
        providers.forEach(jar -> fingerprint.add(jar.getFileName().toString()).add(jar));
        return version + '-' + fingerprint.text();
    }
}
