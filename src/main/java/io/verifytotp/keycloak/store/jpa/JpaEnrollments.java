package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.enrollment.Enrollee;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentStart;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentVerdict;
import io.verifytotp.keycloak.domain.enrollment.Enrollments;
import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import io.verifytotp.keycloak.domain.service.Grace;
import io.verifytotp.keycloak.domain.service.PostponeResult;
import io.verifytotp.keycloak.store.jpa.RowDeletes.Table;
import io.verifytotp.keycloak.store.transaction.OwnTransaction;
import io.verifytotp.keycloak.store.transaction.Transactions.Unit;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.keycloak.models.ModelDuplicateException;

/** Pending factors in the database, and the one transaction in which a pending factor becomes a credential. */
public final class JpaEnrollments implements Enrollments {
    private static final String EXPIRED = "r.entityId = :entity and r.sealedSeed is not null and r.expiresAt <= :now";

    private static final String PENDING = """
            select f from FactorRow f where f.entityId = :entity and f.sealedSeed is not null""";

    private static final String OFFER = """
            update EntityRow e set e.offeredAt = :now where e.id = :entity and e.offeredAt is null""";

    /** Checks all limits in the predicate: concurrent requests never exceed one, and two posts of one page count once. */
    private static final String PUT_OFF = """
            update EntityRow e set e.putOff = e.putOff + 1
             where e.id = :entity and e.offeredAt is not null and e.putOff = :known
               and (:days = 0 or e.offeredAt > :begunAfter) and (:skips = 0 or e.putOff < :skips)""";

    private final OwnTransaction transactions;

    public JpaEnrollments(OwnTransaction transactions) {
        this.transactions = transactions;
    }

    @Override
    public EnrollmentStart.Outcome begin(PendingFactor factor, Predicate<PendingFactor> sameSeed) {
        EntityKey owner = factor.binding().owner();
        return withEntity(owner, factor.createdAt(), unit -> {
            Optional<EnrollmentStart.Outcome> outcome = EntityRow.lock(unit.em(), owner)
                    .map(entity -> admit(unit.em(), entity, owner, sameSeed, factor.createdAt()));
            if (outcome.filter(EnrollmentStart.Outcome.STARTED::equals).isPresent()) {
                unit.em().persist(new FactorRow(factor));
            }
            return outcome;
        });
    }

    /** Requires the lock on the Entity: concurrent enrollments run one after the other, and each sees the limits. */
    private static EnrollmentStart.Outcome admit(
            EntityManager em, EntityRow locked, EntityKey owner, Predicate<PendingFactor> sameSeed, Instant now) {
        new RowDeletes(em)
                .rows(Table.FACTOR, EXPIRED, Map.of("entity", EntityRow.idOf(owner), "now", now.toEpochMilli()));
        List<PendingFactor> pending = pending(em, owner);
        if (pending.stream().anyMatch(sameSeed)) {
            return EnrollmentStart.Outcome.SEED_IN_USE;
        }
        if (pending.size() >= EnrollmentStart.MAX_PENDING) {
            return EnrollmentStart.Outcome.FACTOR_LIMIT;
        }
        return locked.countFactorMade(now) ? EnrollmentStart.Outcome.STARTED : EnrollmentStart.Outcome.DAILY_LIMIT;
    }

    @Override
    public Grace.Start startGrace(EntityKey owner, Instant now) {
        return withEntity(owner, now, unit -> {
            unit.em()
                    .createQuery(OFFER)
                    .setParameter("entity", EntityRow.idOf(owner))
                    .setParameter("now", now.toEpochMilli())
                    .executeUpdate();
            return Optional.ofNullable(unit.em().find(EntityRow.class, EntityRow.idOf(owner)))
                    .map(EntityRow::toGraceStart);
        });
    }

    /**
     * Creates the Entity's row, and runs work that needs it. If another request removes the Entity in between, work
     * returns empty, and both are done once more.
     */
    private <T> T withEntity(EntityKey owner, Instant now, Function<Unit, Optional<T>> work) {
        MissingRows entities = new MissingRows(transactions);
        entities.ensureEntity(owner, now);
        return transactions.call(work).orElseGet(() -> {
            entities.ensureEntity(owner, now);
            return transactions
                    .call(work)
                    .orElseThrow(() -> new StoreUnavailableException(
                            new IllegalStateException("the Entity was removed twice while a factor was begun")));
        });
    }

    @Override
    public PostponeResult postpone(EntityKey owner, Grace grace, int known, Instant now) {
        return transactions.call(unit -> {
            int counted = unit.em()
                    .createQuery(PUT_OFF)
                    .setParameter("entity", EntityRow.idOf(owner))
                    .setParameter("known", known)
                    .setParameter("days", grace.days())
                    .setParameter("begunAfter", grace.latestExpiredStart(now).toEpochMilli())
                    .setParameter("skips", grace.skips())
                    .executeUpdate();
            return counted == 1 ? PostponeResult.COUNTED : notPostponed(unit.em(), owner, known);
        });
    }

    private static PostponeResult notPostponed(EntityManager em, EntityKey owner, int known) {
        EntityRow row = em.find(EntityRow.class, EntityRow.idOf(owner));
        return row != null && !row.wasPostponed(known) ? PostponeResult.PAGE_OUTDATED : PostponeResult.OVER;
    }

    @Override
    public Optional<PendingFactor> find(EntityKey owner, FactorId id) {
        return transactions.call(unit -> Optional.ofNullable(unit.em().find(FactorRow.class, id.key()))
                .filter(row -> row.belongsTo(owner) && row.isPending())
                .map(row -> row.toPending(owner, id)));
    }

    @Override
    public List<PendingFactor> of(EntityKey owner) {
        return transactions.call(unit -> pending(unit.em(), owner));
    }

    static List<PendingFactor> pending(EntityManager em, EntityKey owner) {
        return em.createQuery(PENDING, FactorRow.class)
                .setParameter("entity", EntityRow.idOf(owner))
                .getResultStream()
                .map(row -> row.toPending(owner, row.factor()))
                .toList();
    }

    @Override
    public EnrollmentVerdict promote(
            PendingFactor factor, FactorNotes notes, int maxFactors, Enrollee enrollee, Instant now) {
        try {
            return transactions.callInSession((session, unit) -> {
                EnrollmentVerdict verdict =
                        new PromotionSteps(session, unit.em(), factor, notes, maxFactors, enrollee, now).carryOut();
                if (verdict != EnrollmentVerdict.VERIFIED) {
                    unit.rollBack();
                }
                return verdict;
            });
        } catch (StoreUnavailableException e) {
            if (e.getCause() instanceof ModelDuplicateException) {
                return EnrollmentVerdict.LABEL_TAKEN; // Keycloak keeps labels unique within a type
            }
            throw e;
        }
    }
}
