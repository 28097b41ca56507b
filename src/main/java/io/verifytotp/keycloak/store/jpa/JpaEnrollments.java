package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.Admission;
import io.verifytotp.keycloak.domain.EnrollmentVerdict;
import io.verifytotp.keycloak.domain.Enrollments;
import io.verifytotp.keycloak.domain.EntityKey;
import io.verifytotp.keycloak.domain.FactorId;
import io.verifytotp.keycloak.domain.PendingFactor;
import io.verifytotp.keycloak.domain.Promotion;
import io.verifytotp.keycloak.domain.StoreUnavailableException;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.keycloak.models.ModelDuplicateException;

/** Pending factors in the database, and the one transaction in which a pending factor becomes a credential. */
public final class JpaEnrollments implements Enrollments {
    private static final String DROP_EXPIRED = """
            delete from FactorRow f
             where f.entityId = :entity and f.sealedSeed is not null and f.expiresAt <= :now""";

    private static final String PENDING = """
            select f from FactorRow f where f.entityId = :entity and f.sealedSeed is not null""";

    private final OwnTransaction transactions;

    public JpaEnrollments(OwnTransaction transactions) {
        this.transactions = transactions;
    }

    @Override
    public Admission begin(PendingFactor factor, Predicate<PendingFactor> sameSeed) {
        EntityKey owner = factor.binding().owner();
        new EntityRows(transactions).ensure(owner, factor.createdAt());
        return transactions.call(unit -> {
            Admission admission = admit(unit.em(), owner, sameSeed, factor.createdAt());
            if (admission == Admission.ADMITTED) {
                unit.em().persist(new FactorRow(factor));
            }
            return admission;
        });
    }

    /** The lock on the Entity makes two that begin at once follow each other, so that both see the limits. */
    private static Admission admit(EntityManager em, EntityKey owner, Predicate<PendingFactor> sameSeed, Instant now) {
        String entity = EntityRow.idOf(owner);
        EntityRow row = em.find(EntityRow.class, entity, LockModeType.PESSIMISTIC_WRITE);
        em.createQuery(DROP_EXPIRED)
                .setParameter("entity", entity)
                .setParameter("now", now.toEpochMilli())
                .executeUpdate();
        List<PendingFactor> pending = pending(em, owner);
        if (pending.stream().anyMatch(sameSeed)) {
            return Admission.SEED_IN_USE;
        }
        if (pending.size() >= Admission.MAX_PENDING) {
            return Admission.FACTOR_LIMIT;
        }
        return row.countFactorMade(now) ? Admission.ADMITTED : Admission.DAILY_LIMIT;
    }

    @Override
    public Optional<PendingFactor> find(EntityKey owner, FactorId id) {
        return transactions.call(unit -> Optional.ofNullable(
                        unit.em().find(FactorRow.class, id.value().toString()))
                .filter(row -> row.belongsTo(owner) && row.isPending())
                .map(row -> row.toPending(owner, id)));
    }

    @Override
    public List<PendingFactor> of(EntityKey owner) {
        return transactions.call(unit -> pending(unit.em(), owner));
    }

    private static List<PendingFactor> pending(EntityManager em, EntityKey owner) {
        return em.createQuery(PENDING, FactorRow.class)
                .setParameter("entity", EntityRow.idOf(owner))
                .getResultStream()
                .map(row -> row.toPending(owner, row.factor()))
                .toList();
    }

    @Override
    public EnrollmentVerdict promote(Promotion promotion, Instant now) {
        try {
            return transactions.callInSession((session, unit) -> {
                EnrollmentVerdict verdict = new PromotionSteps(session, unit.em(), promotion, now).carryOut();
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
