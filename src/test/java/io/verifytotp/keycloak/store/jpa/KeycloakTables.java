package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.factor.SealedSeed;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.keycloak.models.jpa.entities.ClientEntity;
import org.keycloak.models.jpa.entities.ComponentEntity;
import org.keycloak.models.jpa.entities.CredentialEntity;
import org.keycloak.models.jpa.entities.RealmEntity;
import org.keycloak.models.jpa.entities.UserEntity;
import org.keycloak.storage.jpa.entity.FederatedUserCredentialEntity;

/** An H2 in memory that has Keycloak's tables beside ours, for statements that look at both. */
public final class KeycloakTables extends DatabaseTransactions {
    private static final Pattern CLASS = Pattern.compile("<class>([^<]+)</class>");

    private KeycloakTables(Login login) {
        super(login, ofKeycloak());
    }

    public static KeycloakTables open() {
        String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=20000;NON_KEYWORDS=VALUE";
        return new KeycloakTables(new Login(url, "", ""));
    }

    static List<Class<?>> ofKeycloak() {
        try (InputStream file = CredentialEntity.class.getResourceAsStream("/default-persistence.xml")) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return CLASS.matcher(text)
                    .results()
                    .<Class<?>>map(found -> named(found.group(1)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> named(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Deletes all rows of our tables, and none of Keycloak's. */
    void clearOurs() {
        write(em -> List.of("ChallengeRow", "FactorRow", "EntityRow")
                .forEach(row -> em.createQuery("delete from " + row).executeUpdate()));
    }

    public String addRealm() {
        String id = UUID.randomUUID().toString();
        write(em -> {
            RealmEntity realm = new RealmEntity();
            realm.setId(id);
            realm.setName(id);
            em.persist(realm);
        });
        return id;
    }

    String addClient(String realm, String clientId) {
        String id = UUID.randomUUID().toString();
        write(em -> {
            ClientEntity client = new ClientEntity();
            client.setId(id);
            client.setRealmId(realm);
            client.setClientId(clientId);
            em.persist(client);
        });
        return id;
    }

    /** A storage of users beside Keycloak's own. */
    String addStorage(String realm) {
        String id = UUID.randomUUID().toString();
        write(em -> {
            ComponentEntity component = new ComponentEntity();
            component.setId(id);
            component.setRealm(em.getReference(RealmEntity.class, realm));
            component.setName(id);
            em.persist(component);
        });
        return id;
    }

    public void addUser(String realm, String id, String federationLink) {
        write(em -> {
            UserEntity user = new UserEntity();
            user.setId(id);
            user.setRealmId(realm);
            user.setUsername(id);
            user.setEmailConstraint(id);
            user.setFederationLink(federationLink);
            em.persist(user);
        });
    }

    /** As the credential of one of Keycloak's own users. */
    public void addCredential(String id, String user, String data, String secret) {
        write(em -> {
            CredentialEntity credential = new CredentialEntity();
            credential.setId(id);
            credential.setType("verify-totp");
            credential.setUser(em.getReference(UserEntity.class, user));
            credential.setCredentialData(data);
            credential.setSecretData(secret);
            em.persist(credential);
        });
    }

    /** As the credential of a federation's user. */
    public void addFederatedCredential(EntityKey owner, FactorId factor, SealedSeed seed) {
        write(em -> {
            FederatedUserCredentialEntity credential = new FederatedUserCredentialEntity();
            credential.setId(factor.key());
            credential.setType("verify-totp");
            credential.setRealmId(owner.realm());
            credential.setStorageProviderId("ldap");
            credential.setUserId(owner.identity());
            credential.setCredentialData("{\"service\":\"" + owner.service().value() + "\"}");
            credential.setSecretData(secret(seed));
            em.persist(credential);
        });
    }

    public static String secret(SealedSeed seed) {
        return "{\"seed\":\"" + seed.text() + "\"}";
    }

    /** Runs in a transaction of its own. */
    void write(Consumer<EntityManager> work) {
        call(unit -> {
            work.accept(unit.em());
            return unit;
        });
    }

    /** How many rows of that kind there are for which the condition holds; {@code r} is the row. */
    long count(String row, String condition, Object value) {
        return this.<Long>call(unit -> unit.em()
                .createQuery("select count(r) from " + row + " r where " + condition, Long.class)
                .setParameter("value", value)
                .getSingleResult());
    }
}
