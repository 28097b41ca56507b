package io.verifytotp.keycloak.store.credential;

import io.verifytotp.keycloak.domain.EntityKey;
import io.verifytotp.keycloak.domain.FactorId;
import io.verifytotp.keycloak.domain.SealedSeed;
import io.verifytotp.keycloak.domain.SealedSeeds.StoredSeed;
import io.verifytotp.keycloak.domain.ServiceId;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.credential.CredentialModel;

/**
 * Sealed seeds in Keycloak's tables of credentials: that of its own users, and that of a federation's users, which it
 * keeps beside it. Only read here; whoever changes a credential goes through its user, so that no cache keeps the old.
 */
public record StoredSeeds(EntityManager em) {
    private static final Logger LOG = Logger.getLogger(StoredSeeds.class);

    private static final String OWN = """
            select c.id, c.user.id, c.credentialData, c.secretData from CredentialEntity c
             where c.type = :type and c.user.realmId = :realm and c.id > :after and c.secretData not like :sealed
             order by c.id""";

    private static final String FEDERATED = """
            select c.id, c.userId, c.credentialData, c.secretData from FederatedUserCredentialEntity c
             where c.type = :type and c.realmId = :realm and c.id > :after and c.secretData not like :sealed
             order by c.id""";

    private static final String COUNT_OWN = """
            select count(c) from CredentialEntity c
             where c.type = :type and c.user.realmId = :realm and c.secretData not like :sealed""";

    private static final String COUNT_FEDERATED = """
            select count(c) from FederatedUserCredentialEntity c
             where c.type = :type and c.realmId = :realm and c.secretData not like :sealed""";

    /** Before every UUID. */
    private static final String BEGINNING = "";

    public List<StoredSeed> notSealedWith(String realm, String key, Optional<FactorId> after, int most) {
        String from = after.map(id -> id.value().toString()).orElse(BEGINNING);
        return Stream.of(OWN, FEDERATED)
                .flatMap(query -> rows(query, realm, key, from, most))
                .sorted((one, other) -> one.id().compareTo(other.id()))
                .limit(most)
                .map(row -> seed(row, realm))
                .toList();
    }

    public long countNotSealedWith(String realm, String key) {
        return Stream.of(COUNT_OWN, COUNT_FEDERATED)
                .mapToLong(query -> em.createQuery(query, Long.class)
                        .setParameter("type", TotpFactorCredentialModel.TYPE)
                        .setParameter("realm", realm)
                        .setParameter("sealed", pattern(key))
                        .getSingleResult())
                .sum();
    }

    private Stream<OwnedCredential> rows(String query, String realm, String key, String after, int most) {
        return em.createQuery(query, Object[].class)
                .setParameter("type", TotpFactorCredentialModel.TYPE)
                .setParameter("realm", realm)
                .setParameter("after", after)
                .setParameter("sealed", pattern(key))
                .setMaxResults(most)
                .getResultStream()
                .map(row -> new OwnedCredential((String) row[0], (String) row[1], (String) row[2], (String) row[3]));
    }

    /** Part of {@code "seed":"v1.<key>.…"}; an underscore in the key's id would stand for any character. */
    private static String pattern(String key) {
        return "%\"v1." + key + ".%";
    }

    /** A damaged one stays in the batch, with a seed that does not open: it is counted, and the next batch goes on. */
    private static StoredSeed seed(OwnedCredential row, String realm) {
        CredentialModel model = new CredentialModel();
        model.setId(row.id());
        model.setType(TotpFactorCredentialModel.TYPE);
        model.setCredentialData(row.credentialData());
        model.setSecretData(row.secretData());
        try {
            return TotpFactorCredentialModel.of(model).storedSeed(realm, row.user());
        } catch (IllegalStateException | IllegalArgumentException e) {
            LOG.errorf("Credential %s of user %s is damaged and can't be sealed anew", row.id(), row.user());
            EntityKey owner = new EntityKey(realm, ServiceId.defaultOf(realm), row.user());
            return new StoredSeed(owner, new FactorId(UUID.fromString(row.id())), new SealedSeed(""));
        }
    }

    private record OwnedCredential(String id, String user, String credentialData, String secretData) {}
}
