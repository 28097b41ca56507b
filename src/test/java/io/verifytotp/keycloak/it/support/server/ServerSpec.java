package io.verifytotp.keycloak.it.support.server;

import io.verifytotp.keycloak.it.support.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** All that defines one server; made by {@link KeycloakServerBuilder}. */
public record ServerSpec(
        String name,
        ServerBuild build,
        boolean devMode,
        Path javaHome,
        List<String> jvmOptions,
        SortedMap<String, String> options,
        Map<String, String> environment,
        List<Path> realms,
        AdminAccount adminAccount,
        Optional<Path> data) {

    public Path log() {
        return Settings.work().resolve("logs").resolve(name + ".log");
    }

    public ServerHome home() {
        return new ServerHome(Settings.work().resolve("servers").resolve(name));
    }
}
