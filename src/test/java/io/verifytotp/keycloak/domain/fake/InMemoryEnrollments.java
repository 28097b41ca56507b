package io.verifytotp.keycloak.domain.fake;

import io.verifytotp.keycloak.domain.enrollment.Enrollee;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentStart;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentVerdict;
import io.verifytotp.keycloak.domain.enrollment.Enrollments;
import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.service.Grace;
import io.verifytotp.keycloak.domain.service.PostponeResult;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Pending factors in a map; tells the ledger what becomes of them, as one database would. */
public final class InMemoryEnrollments implements Enrollments {
    private final InMemoryEntities entities;
    private final InMemoryFactors factors;
    private final InMemoryFactorLedger ledger;
    private final Map<FactorId, PendingFactor> pending = new HashMap<>();
    private final Map<EntityKey, Grace.Start> starts = new HashMap<>();

    public InMemoryEnrollments(InMemoryEntities entities, InMemoryFactors factors, InMemoryFactorLedger ledger) {
        this.entities = entities;
        this.factors = factors;
        this.ledger = ledger;
    }

    @Override
    public synchronized EnrollmentStart.Outcome begin(PendingFactor factor, Predicate<PendingFactor> sameSeed) {
        EntityKey owner = factor.binding().owner();
        entities.create(owner, factor.createdAt());
        of(owner).stream()
                .filter(other -> !factor.createdAt().isBefore(other.expiresAt()))
                .forEach(other -> remove(owner, other.id()));
        if (of(owner).stream().anyMatch(sameSeed)) {
            return EnrollmentStart.Outcome.SEED_IN_USE;
        }
        if (of(owner).size() >= EnrollmentStart.MAX_PENDING) {
            return EnrollmentStart.Outcome.FACTOR_LIMIT;
        }
        if (!entities.countFactorMade(owner, factor.createdAt())) {
            return EnrollmentStart.Outcome.DAILY_LIMIT;
        }
        pending.put(factor.id(), factor);
        ledger.keepPending(factor);
        return EnrollmentStart.Outcome.STARTED;
    }

    @Override
    public synchronized Grace.Start startGrace(EntityKey owner, Instant now) {
        entities.create(owner, now);
        return starts.computeIfAbsent(owner, key -> new Grace.Start(now, 0));
    }

    @Override
    public synchronized PostponeResult postpone(EntityKey owner, Grace grace, int known, Instant now) {
        Grace.Start start = starts.get(owner);
        if (start != null && start.postponed() != known) {
            return PostponeResult.PAGE_OUTDATED;
        }
        if (start == null || grace.remaining(start, now).isEmpty()) {
            return PostponeResult.OVER;
        }
        starts.put(owner, new Grace.Start(start.since(), known + 1));
        return PostponeResult.COUNTED;
    }

    @Override
    public synchronized Optional<PendingFactor> find(EntityKey owner, FactorId id) {
        return Optional.ofNullable(pending.get(id))
                .filter(factor -> factor.binding().owner().equals(owner) && isKept(factor));
    }

    @Override
    public synchronized List<PendingFactor> of(EntityKey owner) {
        return pending.values().stream()
                .filter(factor -> factor.binding().owner().equals(owner) && isKept(factor))
                .toList();
    }

    /** Puts a pending factor in the place of the one that it was before. */
    public synchronized void change(PendingFactor after, Instant now) {
        PendingFactor before = pending.put(after.id(), after);
        ledger.change(
                after.id(),
                before.binding().parameters().period(),
                after.binding().parameters().period(),
                now);
    }

    public synchronized boolean remove(EntityKey owner, FactorId id) {
        boolean found = find(owner, id).isPresent();
        if (found) {
            pending.remove(id);
            ledger.remove(id);
        }
        return found;
    }

    @Override
    public synchronized EnrollmentVerdict promote(
            PendingFactor factor, FactorNotes notes, int maxFactors, Enrollee enrollee, Instant now) {
        EntityKey owner = factor.binding().owner();
        if (find(owner, factor.id())
                .filter(found -> now.isBefore(found.expiresAt()))
                .isEmpty()) {
            return EnrollmentVerdict.GONE;
        }
        List<Factor> others = factors.of(owner);
        if (!others.isEmpty() && !mayAddTo(owner, enrollee)) {
            return EnrollmentVerdict.PROOF_NEEDED;
        }
        List<Factor> replaced = maxFactors == 1 ? others : List.of();
        if (maxFactors > 1 && others.size() >= maxFactors) {
            return EnrollmentVerdict.FACTOR_LIMIT;
        }
        FactorNotes free = factors.withFreeLabel(notes, owner, replaced);
        if (!enrollee.authorised() && !free.equals(notes)) {
            return EnrollmentVerdict.LABEL_TAKEN;
        }
        factors.remove(replaced);
        replaced.forEach(other -> ledger.remove(other.id()));
        pending.remove(factor.id());
        factors.add(new Factor(factor.binding(), free, now));
        ledger.keepVerified(owner, factor.id(), now);
        return EnrollmentVerdict.VERIFIED;
    }

    private boolean mayAddTo(EntityKey owner, Enrollee enrollee) {
        return enrollee.mayChangeFactors(id -> factors.find(owner, id).isPresent());
    }

    /** The Entity's removal takes the pending factors' rows in the ledger, which are their only ones. */
    private boolean isKept(PendingFactor factor) {
        return ledger.of(factor.binding().owner()).containsKey(factor.id());
    }
}
