package io.verifytotp.keycloak.domain;

import java.time.Instant;
import java.util.Optional;

/** Hostile: reads as the real one, but commits nothing. */
record BrokenEnrollments(Enrollments readable) implements Enrollments {
    @Override
    public void begin(PendingFactor factor) {
        throw down();
    }

    @Override
    public Optional<PendingFactor> find(EntityKey owner, FactorId id) {
        return readable.find(owner, id);
    }

    @Override
    public EnrollmentVerdict promote(
            PendingFactor factor, String label, int maxFactors, Optional<FactorId> proved, Instant now) {
        throw down();
    }

    private static StoreUnavailableException down() {
        return new StoreUnavailableException(new IllegalStateException("commit failed"));
    }
}
