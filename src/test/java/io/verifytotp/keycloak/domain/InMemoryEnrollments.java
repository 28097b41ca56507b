package io.verifytotp.keycloak.domain;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pending factors in a map; tells the ledger what becomes of them, as one database would. */
final class InMemoryEnrollments implements Enrollments {
    private final InMemoryFactors factors;
    private final InMemoryFactorLedger ledger;
    private final Map<FactorId, PendingFactor> pending = new HashMap<>();

    InMemoryEnrollments(InMemoryFactors factors, InMemoryFactorLedger ledger) {
        this.factors = factors;
        this.ledger = ledger;
    }

    @Override
    public synchronized void begin(PendingFactor factor) {
        EntityKey owner = factor.binding().owner();
        pending.values()
                .removeIf(other -> other.binding().owner().equals(owner)
                        && !factor.createdAt().isBefore(other.expiresAt()));
        pending.put(factor.id(), factor);
        ledger.keepPending(factor);
    }

    @Override
    public synchronized Optional<PendingFactor> find(EntityKey owner, FactorId id) {
        return Optional.ofNullable(pending.get(id))
                .filter(factor -> factor.binding().owner().equals(owner));
    }

    @Override
    public synchronized EnrollmentVerdict promote(
            PendingFactor factor, String label, int maxFactors, Optional<FactorId> proved, Instant now) {
        EntityKey owner = factor.binding().owner();
        if (find(owner, factor.id()).isEmpty()) {
            return EnrollmentVerdict.GONE;
        }
        List<Factor> others = factors.of(owner);
        if (!others.isEmpty() && proved.flatMap(id -> factors.find(owner, id)).isEmpty()) {
            return EnrollmentVerdict.PROOF_NEEDED;
        }
        if (maxFactors == 1) {
            factors.remove(others);
            others.forEach(other -> ledger.remove(other.id()));
        } else if (others.size() >= maxFactors) {
            return EnrollmentVerdict.FACTOR_LIMIT;
        } else if (others.stream().anyMatch(other -> other.label().equals(label))) {
            return EnrollmentVerdict.LABEL_TAKEN;
        }
        pending.remove(factor.id());
        factors.add(new Factor(factor.binding(), label, now));
        ledger.keepVerified(owner, factor.id());
        return EnrollmentVerdict.VERIFIED;
    }
}
