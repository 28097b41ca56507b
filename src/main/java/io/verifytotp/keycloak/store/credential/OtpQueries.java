package io.verifytotp.keycloak.store.credential;

import io.verifytotp.keycloak.domain.factor.OtpDirection;
import io.verifytotp.keycloak.domain.factor.StoredOtp;
import io.verifytotp.keycloak.domain.id.ServiceId;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.credential.OTPCredentialModel;

/**
 * Queries for credentials that could be adopted or given back, in Keycloak's two tables of credentials: first that of
 * its own users, then that of federated users. Ids are compared by the database alone, because each has its own order.
 */
public final class OtpQueries {
    /** One of the tables, and how positions in it begin. */
    private enum Source {
        OWN(StoredOtp.OWN, "c.user.id", "from CredentialEntity c where c.type = :type and c.user.realmId = :realm"),
        FEDERATED(
                StoredOtp.FEDERATED,
                "c.userId",
                "from FederatedUserCredentialEntity c where c.type = :type and c.realmId = :realm");

        private final String prefix;
        private final String user;
        private final String from;

        Source(String prefix, String user, String from) {
            this.prefix = prefix;
            this.user = user;
            this.from = from;
        }
    }

    /** A factor of another Service was never Keycloak's. */
    private static final String OF_THE_SERVICE = " and c.credentialData like :data";

    private final EntityManager em;
    private final OtpDirection direction;
    private final String realm;
    private final ServiceId service;

    public OtpQueries(EntityManager em, OtpDirection direction, String realm, ServiceId service) {
        this.em = em;
        this.direction = direction;
        this.realm = realm;
        this.service = service;
    }

    private static Optional<Source> source(String position) {
        for (Source source : Source.values()) {
            if (position.startsWith(source.prefix)) {
                return Optional.of(source);
            }
        }
        return Optional.empty();
    }

    /** Returns the type of the credentials that could take that way. */
    public static String type(OtpDirection direction) {
        return direction == OtpDirection.ADOPT ? OTPCredentialModel.TYPE : TotpFactorCredentialModel.TYPE;
    }

    /** Returns at most {@code most} credentials after a position; from the beginning without one. */
    public List<StoredOtp> batch(Optional<String> after, int most) {
        Source first = after.flatMap(OtpQueries::source).orElse(Source.OWN);
        String id =
                after.map(position -> position.substring(first.prefix.length())).orElse("");
        List<StoredOtp> found = new ArrayList<>(batch(first, id, most));
        if (first == Source.OWN && found.size() < most) {
            found.addAll(batch(Source.FEDERATED, "", most - found.size()));
        }
        return found;
    }

    private List<StoredOtp> batch(Source source, String after, int most) {
        String select = "select c.id, " + source.user + ' ';
        return query(select, source, " and c.id > :after order by c.id", Object[].class)
                .setParameter("after", after)
                .setMaxResults(most)
                .getResultStream()
                .map(row -> new StoredOtp(source.prefix + row[0], (String) row[0], (String) row[1]))
                .toList();
    }

    public long count() {
        return Arrays.stream(Source.values())
                .mapToLong(source ->
                        query("select count(c) ", source, "", Long.class).getSingleResult())
                .sum();
    }

    private <T> TypedQuery<T> query(String select, Source source, String end, Class<T> result) {
        boolean adopt = direction == OtpDirection.ADOPT;
        String of = source.from + (adopt ? "" : OF_THE_SERVICE);
        TypedQuery<T> query = em.createQuery(select + of + end, result)
                .setParameter("type", type(direction))
                .setParameter("realm", realm);
        return adopt ? query : query.setParameter("data", "%\"service\":\"" + service.key() + "\"%");
    }
}
