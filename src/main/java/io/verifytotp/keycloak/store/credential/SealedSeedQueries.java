package io.verifytotp.keycloak.store.credential;

import io.verifytotp.keycloak.domain.factor.SealedSeed;
import io.verifytotp.keycloak.domain.factor.SealedSeeds.StoredSeed;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.ServiceId;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.credential.CredentialModel;

/**
 * Queries for sealed seeds in Keycloak's two tables of credentials: that of its own users and that of federated users.
 * Only reads: changes of a credential go through its user, so that no cache keeps the old one.
 */
public final class SealedSeedQueries {
    private static final Logger LOG = Logger.getLogger(SealedSeedQueries.class);

    /** Escapes wildcards in patterns. Not part of any key's id. */
    private static final char ESCAPE = '!';

    /**
     * Skips ids other than lower-case UUIDs: we write none, and the seed would not open, as the id is sealed into it.
     */
    private static final String NOT_SEALED =
            " and c.id like '________-____-____-____-____________' and lower(c.id) = c.id"
                    + " and c.secretData not like :sealed escape '!'";

    private static final String OWN =
            "from CredentialEntity c where c.type = :type and c.user.realmId = :realm" + NOT_SEALED;

    private static final String FEDERATED =
            "from FederatedUserCredentialEntity c where c.type = :type and c.realmId = :realm" + NOT_SEALED;

    private static final String BEYOND = " and c.id > :after order by c.id";

    private static final List<String> BATCHES = List.of(
            "select c.id, c.user.id, c.credentialData, c.secretData " + OWN + BEYOND,
            "select c.id, c.userId, c.credentialData, c.secretData " + FEDERATED + BEYOND);

    private static final List<String> COUNTS = List.of("select count(c) " + OWN, "select count(c) " + FEDERATED);

    /** Sorts before every UUID. */
    private static final String BEGINNING = "";

    private final EntityManager em;

    public SealedSeedQueries(EntityManager em) {
        this.em = em;
    }

    public List<StoredSeed> notSealedWith(String realm, String key, Optional<FactorId> after, int most) {
        List<StoredSeed> found = new ArrayList<>();
        String from = after.map(id -> id.key()).orElse(BEGINNING);
        List<OwnedCredential> rows;
        do {
            rows = rows(realm, key, from, most);
            rows.forEach(row -> seed(row, realm).ifPresent(found::add));
            from = rows.isEmpty() ? from : rows.get(rows.size() - 1).id();
        } while (found.size() < most && rows.size() == most);
        return List.copyOf(found.subList(0, Math.min(most, found.size())));
    }

    public long countNotSealedWith(String realm, String key) {
        return COUNTS.stream()
                .mapToLong(query -> em.createQuery(query, Long.class)
                        .setParameter("type", TotpFactorCredentialModel.TYPE)
                        .setParameter("realm", realm)
                        .setParameter("sealed", pattern(key))
                        .getSingleResult())
                .sum();
    }

    private List<OwnedCredential> rows(String realm, String key, String after, int most) {
        return BATCHES.stream()
                .flatMap(query -> em.createQuery(query, Object[].class)
                        .setParameter("type", TotpFactorCredentialModel.TYPE)
                        .setParameter("realm", realm)
                        .setParameter("after", after)
                        .setParameter("sealed", pattern(key))
                        .setMaxResults(most)
                        .getResultStream())
                .map(row -> new OwnedCredential((String) row[0], (String) row[1], (String) row[2], (String) row[3]))
                .sorted(Comparator.comparing(OwnedCredential::id))
                .limit(most)
                .toList();
    }

    /** Matches {@code "seed":"v1.<key>.…"}. Ids of keys may contain underscores, which are wildcards unless escaped. */
    private static String pattern(String key) {
        return "%\"v1." + key.replaceAll("[_%!]", ESCAPE + "$0") + ".%";
    }

    /** Returns a seed that cannot be opened for a damaged credential: it counts as a failure and the batches go on. */
    private static Optional<StoredSeed> seed(OwnedCredential row, String realm) {
        CredentialModel model = new CredentialModel();
        model.setId(row.id());
        model.setType(TotpFactorCredentialModel.TYPE);
        model.setCredentialData(row.credentialData());
        model.setSecretData(row.secretData());
        TotpFactorCredentialModel credential = TotpFactorCredentialModel.of(model);
        Optional<StoredSeed> seed = credential.storedSeed(realm, row.user());
        if (seed.isPresent()) {
            return seed;
        }
        LOG.errorf("Credential %s of user %s is damaged and can't be resealed. Remove it.", row.id(), row.user());
        EntityKey owner = new EntityKey(realm, ServiceId.defaultOf(realm), row.user());
        return credential.contents().factor().map(factor -> new StoredSeed(owner, factor, new SealedSeed("")));
    }

    private record OwnedCredential(String id, String user, String credentialData, String secretData) {}
}
