package io.verifytotp.keycloak.domain.fake;

import io.verifytotp.keycloak.domain.enrollment.Enrollee;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentStart;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentVerdict;
import io.verifytotp.keycloak.domain.enrollment.Enrollments;
import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.service.Grace;
import io.verifytotp.keycloak.domain.service.PostponeResult;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Hostile: lets another request go first, between what this one has seen and what it stores. */
public record LateEnrollments(Enrollments real, Runnable rival) implements Enrollments {
    @Override
    public EnrollmentStart.Outcome begin(PendingFactor factor, Predicate<PendingFactor> sameSeed) {
        rival.run();
        return real.begin(factor, sameSeed);
    }

    @Override
    public Grace.Start startGrace(EntityKey owner, Instant now) {
        return real.startGrace(owner, now);
    }

    @Override
    public PostponeResult postpone(EntityKey owner, Grace grace, int known, Instant now) {
        return real.postpone(owner, grace, known, now);
    }

    @Override
    public Optional<PendingFactor> find(EntityKey owner, FactorId id) {
        return real.find(owner, id);
    }

    @Override
    public List<PendingFactor> of(EntityKey owner) {
        return real.of(owner);
    }

    @Override
    public EnrollmentVerdict promote(
            PendingFactor factor, FactorNotes notes, int maxFactors, Enrollee enrollee, Instant now) {
        return real.promote(factor, notes, maxFactors, enrollee, now);
    }
}
