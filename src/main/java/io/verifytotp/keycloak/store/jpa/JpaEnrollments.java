package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.EnrollmentVerdict;
import io.verifytotp.keycloak.domain.Enrollments;
import io.verifytotp.keycloak.domain.EntityKey;
import io.verifytotp.keycloak.domain.FactorId;
import io.verifytotp.keycloak.domain.PendingFactor;
import io.verifytotp.keycloak.domain.StoreUnavailableException;
import io.verifytotp.keycloak.store.credential.OwnedCredentials;
import io.verifytotp.keycloak.store.credential.TotpFactorCredentialModel;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;

/** Pending factors in the database, and the one transaction in which a pending factor becomes a credential. */
public final class JpaEnrollments implements Enrollments {
    private static final String DROP_EXPIRED = """
            delete from FactorRow f
             where f.entityId = :entity and f.sealedSeed is not null and f.expiresAt <= :now""";

    private static final String EMPTY_PENDING = """
            update FactorRow f
               set f.sealedSeed = null, f.algorithm = null, f.codeLength = null, f.timeStep = null, f.skew = null,
                   f.expiresAt = null
             where f.id = :id and f.entityId = :entity and f.sealedSeed is not null and f.expiresAt > :now""";

    private static final String DROP_REPLACED = """
            delete from FactorRow f where f.entityId = :entity and f.id in :ids""";

    private final OwnTransaction transactions;

    public JpaEnrollments(OwnTransaction transactions) {
        this.transactions = transactions;
    }

    @Override
    public void begin(PendingFactor factor) {
        EntityKey owner = factor.binding().owner();
        new EntityRows(transactions).ensure(owner, factor.createdAt());
        transactions.call(unit -> {
            unit.em()
                    .createQuery(DROP_EXPIRED)
                    .setParameter("entity", EntityRow.idOf(owner))
                    .setParameter("now", factor.createdAt().toEpochMilli())
                    .executeUpdate();
            unit.em().persist(new FactorRow(factor));
            return factor;
        });
    }

    @Override
    public Optional<PendingFactor> find(EntityKey owner, FactorId id) {
        return transactions.call(unit -> Optional.ofNullable(
                        unit.em().find(FactorRow.class, id.value().toString()))
                .filter(row -> row.belongsTo(owner) && row.isPending())
                .map(row -> row.toPending(owner, id)));
    }

    @Override
    public EnrollmentVerdict promote(
            PendingFactor factor, String label, int maxFactors, Optional<FactorId> proved, Instant now) {
        try {
            return transactions.callInSession((session, unit) -> {
                EnrollmentVerdict verdict =
                        new Promotion(session, unit.em(), factor, now).carryOut(label, maxFactors, proved);
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

    /** The steps of one promotion, within its transaction. */
    private record Promotion(KeycloakSession session, EntityManager em, PendingFactor factor, Instant now) {

        EnrollmentVerdict carryOut(String label, int maxFactors, Optional<FactorId> proved) {
            if (!standInLine() || !emptyPending()) {
                return EnrollmentVerdict.GONE;
            }
            Optional<OwnedCredentials> found =
                    OwnedCredentials.of(session, factor.binding().owner());
            if (found.isEmpty()) {
                return EnrollmentVerdict.GONE;
            }
            OwnedCredentials credentials = found.get();
            List<String> others = credentials.ids();
            boolean provedOne = proved.map(id -> id.value().toString())
                    .filter(others::contains)
                    .isPresent();
            if (!others.isEmpty() && !provedOne) {
                return EnrollmentVerdict.PROOF_NEEDED;
            }
            if (maxFactors == 1) {
                credentials.remove(others);
                dropRows(others);
            } else if (others.size() >= maxFactors) {
                return EnrollmentVerdict.FACTOR_LIMIT;
            }
            credentials.add(TotpFactorCredentialModel.of(factor, label, now));
            return EnrollmentVerdict.VERIFIED;
        }

        /** The lock on the Entity makes two promotions of one user follow each other, so that both see the limit. */
        private boolean standInLine() {
            return em.find(EntityRow.class, entity(), LockModeType.PESSIMISTIC_WRITE) != null;
        }

        private boolean emptyPending() {
            return em.createQuery(EMPTY_PENDING)
                            .setParameter("id", factor.id().value().toString())
                            .setParameter("entity", entity())
                            .setParameter("now", now.toEpochMilli())
                            .executeUpdate()
                    == 1;
        }

        private void dropRows(List<String> ids) {
            if (ids.isEmpty()) {
                return;
            }
            em.createQuery(DROP_REPLACED)
                    .setParameter("entity", entity())
                    .setParameter("ids", ids)
                    .executeUpdate();
        }

        private String entity() {
            return EntityRow.idOf(factor.binding().owner());
        }
    }
}
