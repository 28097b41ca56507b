package io.verifytotp.keycloak.wiring.server;

import io.verifytotp.keycloak.domain.id.SeedUnavailableException;
import io.verifytotp.keycloak.seal.KeyFile;
import io.verifytotp.keycloak.seal.KeyRing;
import io.verifytotp.keycloak.seal.KeyRingException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.timer.TimerProvider;
import org.keycloak.vault.VaultStringSecret;

/**
 * The key ring of this server, read at start-up and again when it has changed. An invalid key ring stops the start-up.
 * Without a key ring the server runs, but refuses every enrollment and verification.
 */
public final class ServerKeyRing implements Supplier<KeyRing> {
    private static final Logger LOG = Logger.getLogger(ServerKeyRing.class);

    private static final Duration REFRESH_INTERVAL = Duration.ofSeconds(10);
    private static final String MISSING = "There is no key ring";
    private static final String REMEDY = "Create one with: "
            + "(umask 077; echo \"k1:$(openssl rand -base64 32)\" > verify-totp.keys) "
            + "and start the server with --spi-verify-totp--default--key-file=<path of that file>";

    private final ServerOptions options;
    private volatile @Nullable KeyRing ring;
    private volatile String version = "";
    private volatile String refusal = "";

    public ServerKeyRing(ServerOptions options) {
        this.options = options;
    }

    /** Reads the ring from its file, or creates the file in development mode. The vault is read later. */
    public void readFile(SecureRandom random) {
        if (file().isEmpty()) {
            return;
        }
        if (options.keyFile().isEmpty() && !file().get().exists()) {
            file().get().create("dev1", random);
            LOG.infof(
                    "Development mode: created a key ring in %s",
                    options.developmentFile().orElseThrow());
        }
        version = file().get().version();
        ring = file().get().read();
    }

    /**
     * Reads the ring from the vault if one is configured, and warns if there is no ring. Commands that do not serve users
     * do not warn: they often run without the option, and a second ring would be the wrong remedy.
     */
    public void complete(KeycloakSessionFactory factory) {
        if (options.keyVaultEntry().isPresent()) {
            ring = fromVault(factory);
        }
        if (ring != null) {
            LOG.infof("The key ring was read: %s", describe(source(), ring));
        } else if (options.serving()) {
            LOG.warn(MISSING + ", so users can't set up or use a TOTP factor. " + REMEDY);
        }
    }

    /** Has {@link #refresh} run regularly, on each node. Keycloak logs failures and keeps the schedule. */
    public void scheduleRefresh(KeycloakSessionFactory factory) {
        KeycloakModelUtils.runJobInTransaction(factory, session -> session.getProvider(TimerProvider.class)
                .scheduleTask(
                        later -> refresh(later.getKeycloakSessionFactory()),
                        REFRESH_INTERVAL.toMillis(),
                        "verify-totp-key-ring"));
    }

    /** Reads the ring again if it has changed. If the changed ring is invalid, logs so once and keeps the old one. */
    void refresh(KeycloakSessionFactory factory) {
        try {
            if (options.keyVaultEntry().isPresent()) {
                take(fromVault(factory));
            } else if (file().isPresent()) {
                String now = file().get().version();
                if (!now.equals(version)) {
                    take(file().get().read());
                    // Set last: chmod may correct the file without changing its version.
                    version = now;
                }
            }
            refusal = "";
        } catch (KeyRingException e) {
            String problem = Objects.toString(e.getMessage());
            if (!refusal.equals(problem)) {
                refusal = problem;
                LOG.errorf("The changed key ring is invalid; the previous one stays in use. Correct it: %s", refusal);
            }
        }
    }

    /** Returns the reason why the configured ring is not in use; empty if it is. */
    String refusal() {
        return refusal;
    }

    private void take(KeyRing other) {
        if (ring == null || !ring.sameAs(other)) {
            ring = other;
            LOG.infof("The key ring was read again: %s", describe(source(), other));
        }
    }

    @Override
    public KeyRing get() {
        KeyRing current = ring;
        if (current == null) {
            throw new SeedUnavailableException(MISSING + ". " + REMEDY);
        }
        return current;
    }

    /**
     * Describes the ring for the console's server info: the kind of source and the ids of the keys, or what to do.
     * Paths and names are only logged, because administrators of every realm may read the server info.
     */
    public String describe() {
        KeyRing current = ring;
        if (current == null) {
            return "missing: users can't set up or use a TOTP factor. " + REMEDY;
        }
        return describe(kind(), current);
    }

    private static String describe(String place, KeyRing keys) {
        return place + ", keys " + String.join(", ", keys.ids()) + " (the first one seals)";
    }

    private String kind() {
        if (options.keyVaultEntry().isPresent()) {
            return "vault";
        }
        return options.keyFile().isPresent() ? "file" : "development file";
    }

    private String source() {
        return kind() + " "
                + options.keyVaultEntry()
                        .or(() -> options.keyFile().or(options::developmentFile).map(Object::toString))
                        .orElse("");
    }

    private Optional<KeyFile> file() {
        return options.keyVaultEntry().isPresent()
                ? Optional.empty()
                : options.keyFile().or(options::developmentFile).map(KeyFile::new);
    }

    private KeyRing fromVault(KeycloakSessionFactory factory) {
        String entry = options.keyVaultEntry().orElseThrow();
        return KeycloakModelUtils.runJobInTransactionWithResult(factory, session -> fromVault(session, entry));
    }

    private static KeyRing fromVault(KeycloakSession session, String entry) {
        RealmModel master = session.realms().getRealmByName(Config.getAdminRealm());
        session.getContext().setRealm(master);
        try (VaultStringSecret secret = session.vault().getStringSecret("${vault." + entry + "}")) {
            Optional<String> text = secret.get();
            return KeyRing.parse(
                    "vault entry " + entry,
                    text.orElseThrow(() -> new KeyRingException("vault entry " + entry + ": does not exist")));
        }
    }
}
