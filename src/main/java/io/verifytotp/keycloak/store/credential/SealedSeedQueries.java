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
 * Sealed seeds in Keycloak's tables of credentials: that of its own users, and that of a federation's users, which it
 * keeps beside it. Only read here; whoever changes a credential goes through its user, so that no cache keeps the old.
 */
public record SealedSeedQueries(EntityManager em) {
    private static final Logger LOG = Logger.getLogger(SealedSeedQueries.class);

    /** Marks a character of a pattern that stands for itself; no key's id has it. */
    private static final char ESCAPE = '!';

    /**
     * A credential whose id is no UUID, as nothing of ours writes it, never opens: the id is sealed into the seed. It
     * needs no key, and has no place in the order of ids.
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

    /** Before every UUID. */
    private static final String BEGINNING = "";

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

    /** Part of {@code "seed":"v1.<key>.…"}. Ids of keys may have underscores, which would stand for any character. */
    private static String pattern(String key) {
        return "%\"v1." + key.replaceAll("[_%!]", ESCAPE + "$0") + ".%";
    }

    /** A damaged one stays in the batch, with a seed that does not open: it is counted, and the next batch goes on. */
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
        LOG.errorf("Credential %s of user %s is damaged and can't be sealed anew; remove it", row.id(), row.user());
        EntityKey owner = new EntityKey(realm, ServiceId.defaultOf(realm), row.user());
        return credential.contents().factor().map(factor -> new StoredSeed(owner, factor, new SealedSeed("")));
    }

    private record OwnedCredential(String id, String user, String credentialData, String secretData) {}
}
