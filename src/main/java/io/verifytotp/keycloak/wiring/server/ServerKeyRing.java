package io.verifytotp.keycloak.wiring.server;

import io.verifytotp.keycloak.domain.id.SeedUnavailableException;
import io.verifytotp.keycloak.seal.KeyFile;
import io.verifytotp.keycloak.seal.KeyRing;
import io.verifytotp.keycloak.seal.KeyRingException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.vault.VaultStringSecret;

/**
 * The key ring of this server, read when it starts and whenever it has changed. A ring that is configured but wrong stops the start-up; none at all lets
 * the server run, and refuses every enrollment and verification.
 */
public final class ServerKeyRing implements Supplier<KeyRing> {
    private static final Logger LOG = Logger.getLogger(ServerKeyRing.class);

    private static final String MISSING = "There is no key ring";
    private static final String REMEDY = "Make one with: "
            + "(umask 077; echo \"k1:$(openssl rand -base64 32)\" > verify-totp.keys) "
            + "and start the server with --spi-verify-totp--default--key-file=<path of that file>";

    private final ServerOptions options;
    private volatile KeyRing ring;
    private volatile String version = "";
    private volatile String refusal = "";

    public ServerKeyRing(ServerOptions options) {
        this.options = options;
    }

    /** Reads the ring from its file, or makes one in development mode; the vault is read later. */
    public void readFile(SecureRandom random) {
        if (file().isEmpty()) {
            return;
        }
        if (options.keyFile().isEmpty() && !file().get().exists()) {
            file().get().create("dev1", random);
            LOG.infof(
                    "Development mode: made a key ring in %s",
                    options.developmentFile().orElseThrow());
        }
        version = file().get().version();
        ring = file().get().read();
    }

    /**
     * Reads the ring from the vault, if it is kept there, and warns once if there is none anywhere. A command that seals
     * nothing does not warn: its option is easily left out, and a second ring would be the wrong remedy.
     */
    public void complete(KeycloakSessionFactory factory) {
        if (options.keyVaultEntry().isPresent()) {
            ring = fromVault(factory);
        }
        if (ring != null) {
            LOG.infof("The key ring was read: %s", describe(source(), ring));
        } else if (options.serving()) {
            LOG.warn(MISSING + ", so nobody can be enrolled with a TOTP factor or verified with one. " + REMEDY);
        }
    }

    /** Reads the ring again if it has changed. A changed ring that is wrong is said once, and the old one stays. */
    void refresh(KeycloakSessionFactory factory) {
        try {
            if (options.keyVaultEntry().isPresent()) {
                take(fromVault(factory));
            } else if (file().isPresent()) {
                String now = file().get().version();
                if (!now.equals(version)) {
                    take(file().get().read());
                    // Only now: what is wrong with a file may be put right without changing its version, by chmod.
                    version = now;
                }
            }
            refusal = "";
        } catch (KeyRingException e) {
            if (!refusal.equals(e.getMessage())) {
                refusal = e.getMessage();
                LOG.errorf("The key ring was changed and can't be used; the one before stays in use: %s", refusal);
            }
        }
    }

    /** Why the ring as it is configured now is not in use; empty where it is. */
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
     * For the console's server info: the kind of place that the ring is from and the ids of its keys, or what to do.
     * Administrators of every realm may read that; paths and names are in the log.
     */
    public String describe() {
        KeyRing current = ring;
        if (current == null) {
            return "missing: nobody can be enrolled or verified. " + REMEDY;
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
