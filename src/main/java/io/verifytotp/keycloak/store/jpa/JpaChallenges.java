package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.ChallengeFilter;
import io.verifytotp.keycloak.domain.challenge.ChallengeStatus;
import io.verifytotp.keycloak.domain.challenge.Challenges;
import io.verifytotp.keycloak.domain.id.ChallengeId;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.Page;
import io.verifytotp.keycloak.domain.id.PageRequest;
import io.verifytotp.keycloak.store.transaction.Transactions;
import io.verifytotp.keycloak.totp.TimeStep;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Challenges in the database, each call in a transaction of its own so that the request keeps no connection. */
public final class JpaChallenges implements Challenges {
    private static final String ANNOTATE = """
            update ChallengeRow c set c.metadata = :metadata, c.updatedAt = :now
             where c.id = :id and c.entityId = :entity and c.status = 'pending' and c.expiresAt > :now""";

    private static final String DENY = """
            update ChallengeRow c set c.status = 'denied', c.respondedAt = :now, c.updatedAt = :now
             where c.id = :id and c.entityId = :entity and c.status = 'pending' and c.expiresAt > :now""";

    private final Transactions transactions;

    public JpaChallenges(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Optional<Challenge> find(EntityKey owner, ChallengeId id) {
        return transactions.call(unit -> Optional.ofNullable(unit.em().find(ChallengeRow.class, id.key()))
                .filter(row -> row.belongsTo(owner))
                .map(row -> row.toChallenge(owner)));
    }

    @Override
    public Optional<Challenge> find(List<EntityKey> owners, ChallengeId id) {
        return transactions.call(unit -> Optional.ofNullable(unit.em().find(ChallengeRow.class, id.key()))
                .flatMap(row ->
                        owners.stream().filter(row::belongsTo).findFirst().map(row::toChallenge)));
    }

    @Override
    public Page<Challenge> page(EntityKey owner, ChallengeFilter filter, PageRequest request, Instant now) {
        return transactions.call(unit -> request.page(query(unit.em(), owner, filter, request, now)
                .getResultStream()
                .map(row -> row.toChallenge(owner))
                .toList()));
    }

    @Override
    public boolean isApprovedBy(Challenge challenge, TimeStep step, Instant now) {
        return transactions.call(unit -> Optional.ofNullable(
                        unit.em().find(ChallengeRow.class, challenge.id().key()))
                .filter(row -> row.belongsTo(challenge.owner()) && row.isApprovalOf(challenge.factor(), step, now))
                .isPresent());
    }

    @Override
    public boolean annotate(EntityKey owner, ChallengeId id, String metadata, Instant now) {
        return transactions.call(unit -> unit.em()
                        .createQuery(ANNOTATE)
                        .setParameter("id", id.key())
                        .setParameter("entity", EntityRow.idOf(owner))
                        .setParameter("metadata", metadata)
                        .setParameter("now", now.toEpochMilli())
                        .executeUpdate()
                == 1);
    }

    @Override
    public boolean deny(EntityKey owner, ChallengeId id, Instant now) {
        return transactions.call(unit -> unit.em()
                        .createQuery(DENY)
                        .setParameter("id", id.key())
                        .setParameter("entity", EntityRow.idOf(owner))
                        .setParameter("now", now.toEpochMilli())
                        .executeUpdate()
                == 1);
    }

    private static TypedQuery<ChallengeRow> query(
            EntityManager em, EntityKey owner, ChallengeFilter filter, PageRequest request, Instant now) {
        PageClause keyset = new PageClause(request, "c");
        String text = "select c from ChallengeRow c where c.entityId = :entity"
                + filter.factor().map(factor -> " and c.factorId = :factor").orElse("")
                + filter.status().map(JpaChallenges::condition).orElse("")
                + keyset.clause();
        TypedQuery<ChallengeRow> query =
                em.createQuery(text, ChallengeRow.class).setParameter("entity", EntityRow.idOf(owner));
        filter.factor().ifPresent(factor -> query.setParameter("factor", factor.key()));
        if (text.contains(":now")) {
            query.setParameter("now", now.toEpochMilli());
        }
        return keyset.cut(query);
    }

    private static String condition(ChallengeStatus status) {
        return switch (status) {
            case PENDING -> " and c.status = 'pending' and c.expiresAt > :now";
            case EXPIRED -> " and c.status = 'pending' and c.expiresAt <= :now";
            case APPROVED -> " and c.status = 'approved'";
            case DENIED -> " and c.status = 'denied'";
        };
    }
}
