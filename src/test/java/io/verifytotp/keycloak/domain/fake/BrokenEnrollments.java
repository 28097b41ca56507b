package io.verifytotp.keycloak.domain.fake;

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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Hostile: reads as the real one, but commits nothing. */
public record BrokenEnrollments(Enrollments readable) implements Enrollments {
    @Override
    public EnrollmentStart.Outcome begin(PendingFactor factor, Predicate<PendingFactor> sameSeed) {
        throw down();
    }

    @Override
    public Grace.Start startGrace(EntityKey owner, Instant now) {
        throw down();
    }

    @Override
    public PostponeResult postpone(EntityKey owner, Grace grace, int known, Instant now) {
        throw down();
    }

    @Override
    public Optional<PendingFactor> find(EntityKey owner, FactorId id) {
        return readable.find(owner, id);
    }

    @Override
    public List<PendingFactor> of(EntityKey owner) {
        return readable.of(owner);
    }

    @Override
    public EnrollmentVerdict promote(
            PendingFactor factor, FactorNotes notes, int maxFactors, Enrollee enrollee, Instant now) {
        throw down();
    }

    private static StoreUnavailableException down() {
        return new StoreUnavailableException(new IllegalStateException("commit failed"));
    }
}
