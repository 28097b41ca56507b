package io.verifytotp.keycloak.wiring;

import io.verifytotp.keycloak.domain.SeedUnavailableException;
import io.verifytotp.keycloak.seal.KeyFile;
import io.verifytotp.keycloak.seal.KeyRing;
import io.verifytotp.keycloak.seal.KeyRingException;
import java.nio.file.Path;
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
 * The key ring of this server, read once. A ring that is configured but wrong stops the start-up; none at all lets
 * the server run, and refuses every enrollment and verification.
 */
final class ServerKeyRing implements Supplier<KeyRing> {
    private static final Logger LOG = Logger.getLogger(ServerKeyRing.class);

    private static final String MISSING = "There is no key ring";
    private static final String REMEDY = "Make one with: "
            + "(umask 077; echo \"k1:$(openssl rand -base64 32)\" > verify-totp.keys) "
            + "and start the server with --spi-verify-totp--default--key-file=<path of that file>";

    private final ServerOptions options;
    private volatile KeyRing ring;

    ServerKeyRing(ServerOptions options) {
        this.options = options;
    }

    /** Reads the ring from its file, or makes one in development mode; the vault is read later. */
    void readFile(SecureRandom random) {
        if (options.keyFile().isPresent()) {
            ring = new KeyFile(options.keyFile().get()).read();
        } else if (options.keyVaultEntry().isEmpty()
                && options.developmentFile().isPresent()) {
            ring = developmentRing(options.developmentFile().get(), random);
        }
    }

    /** Reads the ring from the vault, if it is kept there, and warns once if there is none anywhere. */
    void complete(KeycloakSessionFactory factory) {
        if (options.keyVaultEntry().isPresent()) {
            String entry = options.keyVaultEntry().get();
            ring = KeycloakModelUtils.runJobInTransactionWithResult(factory, session -> fromVault(session, entry));
        }
        if (ring == null) {
            LOG.warn(MISSING + ", so nobody can be enrolled with a TOTP factor or verified with one. " + REMEDY);
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

    /** For the console's server info: where the ring is from and the ids of its keys, or what to do. */
    String describe() {
        KeyRing current = ring;
        if (current == null) {
            return "missing: nobody can be enrolled or verified. " + REMEDY;
        }
        String source = options.keyFile()
                .map(path -> "file " + path)
                .or(() -> options.keyVaultEntry().map(entry -> "vault entry " + entry))
                .orElseGet(() -> "development file "
                        + options.developmentFile().map(Path::toString).orElse(""));
        return source + ", keys " + String.join(", ", current.ids()) + " (the first one seals)";
    }

    private static KeyRing developmentRing(Path path, SecureRandom random) {
        KeyFile file = new KeyFile(path);
        if (!file.exists()) {
            file.create("dev1", random);
            LOG.infof("Development mode: made a key ring in %s", path);
        }
        return file.read();
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
