package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.enrollment.EnrollmentStart;
import io.verifytotp.keycloak.domain.enrollment.FactorImports.PlannedImport;
import io.verifytotp.keycloak.domain.enrollment.ImportOutcome;
import io.verifytotp.keycloak.domain.enrollment.ImportVerdict;
import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.store.credential.TotpFactorCredentialModel;
import io.verifytotp.keycloak.store.credential.UserCredentials;
import io.verifytotp.keycloak.store.jpa.RowDeletes.Table;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.keycloak.models.KeycloakSession;

/** The steps by which a factor is imported, within one transaction. Without CREATED the caller rolls it back. */
final class ImportSteps {
    private final KeycloakSession session;
    private final EntityManager em;
    private final PlannedImport planned;
    private final Predicate<TotpBinding> sameSeed;
    private final EntityKey owner;
    private final Instant now;

    ImportSteps(KeycloakSession session, EntityManager em, PlannedImport planned, Predicate<TotpBinding> sameSeed) {
        this.session = session;
        this.em = em;
        this.planned = planned;
        this.sameSeed = sameSeed;
        this.owner = planned.factor().binding().owner();
        this.now = planned.factor().createdAt();
    }

    ImportOutcome carryOut() {
        EntityRow entity = lockedEntity();
        Optional<UserCredentials> found = UserCredentials.of(session, owner);
        if (found.isEmpty()) {
            return ImportOutcome.refused(owner, ImportVerdict.GONE);
        }
        UserCredentials credentials = found.get();
        Optional<FactorId> verified = credentials.factors().stream()
                .filter(factor -> sameSeed.test(factor.binding()))
                .map(Factor::id)
                .findFirst();
        if (verified.isPresent()) {
            return ImportOutcome.exists(owner, verified.get(), true);
        }
        // Factors that can't be read count as well: an import removes nothing.
        if (credentials.ids().size() >= planned.maxFactors()) {
            return ImportOutcome.refused(owner, ImportVerdict.OTHER_FACTOR);
        }
        return planned.vouched() ? addVerified(entity, credentials) : addPending(entity);
    }

    private ImportOutcome addVerified(EntityRow entity, UserCredentials credentials) {
        if (!entity.countFactorMade(now)) {
            return ImportOutcome.refused(owner, ImportVerdict.DAILY_LIMIT);
        }
        PendingFactor factor = planned.factor();
        withSameSeed(pending()).ifPresent(this::remove);
        em.persist(new FactorRow(owner, factor.id(), now));
        FactorNotes notes = credentials.withFreeLabel(planned.notes(), List.of());
        credentials.replace(List.of(), TotpFactorCredentialModel.of(factor, notes, now));
        return ImportOutcome.created(owner, factor.id(), true);
    }

    private ImportOutcome addPending(EntityRow entity) {
        List<PendingFactor> pending = pending();
        Optional<FactorId> same = withSameSeed(pending);
        if (same.isPresent()) {
            return ImportOutcome.exists(owner, same.get(), false);
        }
        if (pending.size() >= EnrollmentStart.MAX_PENDING) {
            return ImportOutcome.refused(owner, ImportVerdict.PENDING_LIMIT);
        }
        if (!entity.countFactorMade(now)) {
            return ImportOutcome.refused(owner, ImportVerdict.DAILY_LIMIT);
        }
        em.persist(new FactorRow(planned.factor()));
        return ImportOutcome.created(owner, planned.factor().id(), false);
    }

    /** Locks the Entity, or inserts it, which locks it as well: of concurrent imports each sees the one before. */
    private EntityRow lockedEntity() {
        Optional<EntityRow> found = EntityRow.lock(em, owner);
        if (found.isPresent()) {
            return found.get();
        }
        EntityRow made = new EntityRow(owner, now);
        em.persist(made);
        em.flush();
        return made;
    }

    private List<PendingFactor> pending() {
        return JpaEnrollments.pending(em, owner).stream()
                .filter(factor -> now.isBefore(factor.expiresAt()))
                .toList();
    }

    private Optional<FactorId> withSameSeed(List<PendingFactor> pending) {
        return pending.stream()
                .filter(factor -> sameSeed.test(factor.binding()))
                .map(PendingFactor::id)
                .findFirst();
    }

    private void remove(FactorId pending) {
        Map<String, Object> row = Map.of("entity", EntityRow.idOf(owner), "id", pending.key());
        new RowDeletes(em).rows(Table.FACTOR, "r.entityId = :entity and r.id = :id", row);
    }
}
