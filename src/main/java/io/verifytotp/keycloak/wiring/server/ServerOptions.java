package io.verifytotp.keycloak.wiring.server;

import io.verifytotp.keycloak.compat.ServerProfile;
import io.verifytotp.keycloak.seal.KeyRingException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.common.util.Environment;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * The server's options: {@code --spi-verify-totp--default--key-file}, {@code …--key-vault-entry} and
 * {@code …--purge-interval-minutes}.
 *
 * @param developmentFile file in which a ring is created if none is configured; only in development mode
 * @param purgeInterval time between two purges of rows that are of no use any more
 * @param serving false in commands that end by themselves, such as {@code kc.sh export}
 */
public record ServerOptions(
        Optional<Path> keyFile,
        Optional<String> keyVaultEntry,
        Optional<Path> developmentFile,
        Duration purgeInterval,
        boolean serving) {
    private static final String KEY_FILE = "key-file";
    private static final String KEY_VAULT_ENTRY = "key-vault-entry";
    private static final String PURGE_INTERVAL = "purge-interval-minutes";
    private static final String PURGE_INTERVAL_DEFAULT = "60";

    public ServerOptions {
        if (keyFile.isPresent() && keyVaultEntry.isPresent()) {
            throw new KeyRingException("Both " + KEY_FILE + " and " + KEY_VAULT_ENTRY + " are set; set one of them");
        }
    }

    public static ServerOptions from(Config.Scope config) {
        return new ServerOptions(
                option(config, KEY_FILE).map(Path::of),
                option(config, KEY_VAULT_ENTRY),
                fileInDevelopment(),
                purgeInterval(config),
                ServerProfile.isServing());
    }

    private static Duration purgeInterval(Config.Scope config) {
        String minutes = option(config, PURGE_INTERVAL).orElse(PURGE_INTERVAL_DEFAULT);
        if (!minutes.matches("[1-9]\\d{0,4}")) {
            throw new IllegalArgumentException(PURGE_INTERVAL + " must be a whole number of minutes from 1 to 99999");
        }
        return Duration.ofMinutes(Long.parseLong(minutes));
    }

    public static List<ProviderConfigProperty> metadata() {
        return List.of(
                property(
                        KEY_FILE,
                        "File with the key ring that seals seeds: lines id:key, the key 256 bits in Base64, the "
                                + "newest first. Readable by the server's user only.",
                        null),
                property(
                        KEY_VAULT_ENTRY,
                        "Name of the entry of Keycloak's vault, in the realm master, that holds the key ring.",
                        null),
                property(
                        PURGE_INTERVAL,
                        "Minutes between two purges of rows that are of no use any more. One node of a cluster runs them.",
                        PURGE_INTERVAL_DEFAULT));
    }

    private static ProviderConfigProperty property(String name, String help, @Nullable String defaultValue) {
        return new ProviderConfigProperty(name, null, help, ProviderConfigProperty.STRING_TYPE, defaultValue);
    }

    private static Optional<String> option(Config.Scope config, String name) {
        return Optional.ofNullable(config.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    private static Optional<Path> fileInDevelopment() {
        return Environment.isDevMode()
                ? Optional.ofNullable(System.getProperty("kc.home.dir"))
                        .map(home -> Path.of(home, "data", "verify-totp.keys"))
                : Optional.empty();
    }
}
