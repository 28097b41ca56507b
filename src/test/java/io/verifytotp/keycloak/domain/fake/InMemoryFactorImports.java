package io.verifytotp.keycloak.domain.fake;

import io.verifytotp.keycloak.domain.enrollment.EnrollmentStart;
import io.verifytotp.keycloak.domain.enrollment.FactorImports;
import io.verifytotp.keycloak.domain.enrollment.ImportOutcome;
import io.verifytotp.keycloak.domain.enrollment.ImportVerdict;
import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.id.EntityKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Imports into the fakes of pending and verified factors, one after the other. */
public final class InMemoryFactorImports implements FactorImports {
    private final InMemoryEntities entities;
    private final InMemoryFactors factors;
    private final InMemoryEnrollments enrollments;
    private final InMemoryFactorLedger ledger;

    InMemoryFactorImports(
            InMemoryEntities entities,
            InMemoryFactors factors,
            InMemoryEnrollments enrollments,
            InMemoryFactorLedger ledger) {
        this.entities = entities;
        this.factors = factors;
        this.enrollments = enrollments;
        this.ledger = ledger;
    }

    @Override
    public synchronized ImportOutcome add(PlannedImport planned, Predicate<TotpBinding> sameSeed) {
        EntityKey owner = planned.factor().binding().owner();
        List<Factor> verified = factors.of(owner);
        Optional<Factor> same = verified.stream()
                .filter(factor -> sameSeed.test(factor.binding()))
                .findFirst();
        if (same.isPresent()) {
            return ImportOutcome.exists(owner, same.get().id(), true);
        }
        if (verified.size() >= planned.maxFactors()) {
            return ImportOutcome.refused(owner, ImportVerdict.OTHER_FACTOR);
        }
        return planned.vouched() ? addVerified(planned, sameSeed) : addPending(planned, sameSeed);
    }

    private ImportOutcome addVerified(PlannedImport planned, Predicate<TotpBinding> sameSeed) {
        PendingFactor factor = planned.factor();
        EntityKey owner = factor.binding().owner();
        Instant now = factor.createdAt();
        entities.create(owner, now);
        if (!entities.countFactorMade(owner, now)) {
            return ImportOutcome.refused(owner, ImportVerdict.DAILY_LIMIT);
        }
        enrollments.of(owner).stream()
                .filter(other -> sameSeed.test(other.binding()))
                .forEach(other -> enrollments.remove(owner, other.id()));
        FactorNotes notes = factors.withFreeLabel(planned.notes(), owner, List.of());
        factors.add(new Factor(factor.binding(), notes, now));
        ledger.keepVerified(owner, factor.id(), now);
        return ImportOutcome.created(owner, factor.id(), true);
    }

    private ImportOutcome addPending(PlannedImport planned, Predicate<TotpBinding> sameSeed) {
        EntityKey owner = planned.factor().binding().owner();
        EnrollmentStart.Outcome outcome = enrollments.begin(planned.factor(), other -> sameSeed.test(other.binding()));
        return switch (outcome) {
            case STARTED -> ImportOutcome.created(owner, planned.factor().id(), false);
            case SEED_IN_USE ->
                enrollments.of(owner).stream()
                        .filter(other -> sameSeed.test(other.binding()))
                        .map(other -> ImportOutcome.exists(owner, other.id(), false))
                        .findFirst()
                        .orElseThrow();
            case FACTOR_LIMIT -> ImportOutcome.refused(owner, ImportVerdict.PENDING_LIMIT);
            case DAILY_LIMIT -> ImportOutcome.refused(owner, ImportVerdict.DAILY_LIMIT);
        };
    }
}
