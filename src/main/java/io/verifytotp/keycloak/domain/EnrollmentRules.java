package io.verifytotp.keycloak.domain;

import io.verifytotp.keycloak.domain.enrollment.Enrollee;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentVerdict;
import io.verifytotp.keycloak.domain.enrollment.Enrollments;
import io.verifytotp.keycloak.domain.factor.DeviceLabel;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.service.Grace;
import io.verifytotp.keycloak.domain.service.PostponeResult;
import io.verifytotp.keycloak.domain.service.Service;
import java.time.Instant;
import java.util.Optional;

/** Rules for the right to enroll, for postponing it, and for labels of factors. */
final class EnrollmentRules {
    private final ServiceFactors factors;
    private final Enrollments enrollments;

    EnrollmentRules(ServiceFactors factors, Enrollments enrollments) {
        this.factors = factors;
        this.enrollments = enrollments;
    }

    /** Returns why this user may not enroll now: PROOF_NEEDED or FACTOR_LIMIT; empty if the user may. */
    Optional<EnrollmentVerdict> objection(Service service, Enrollee enrollee) {
        EntityKey owner = service.entity(enrollee.identity());
        if (!factors.anyOf(service, owner)) {
            return Optional.empty();
        }
        if (!enrollee.mayChangeFactors(id -> factors.find(service, owner, id).isPresent())) {
            return Optional.of(EnrollmentVerdict.PROOF_NEEDED);
        }
        return hasReachedLimit(service, owner) ? Optional.of(EnrollmentVerdict.FACTOR_LIMIT) : Optional.empty();
    }

    /** Returns whether the Entity has the maximum of factors; never with a maximum of 1: a new one replaces it. */
    boolean hasReachedLimit(Service service, EntityKey owner) {
        int maxFactors = service.policy().maxFactors();
        return maxFactors > 1 && factors.of(service, owner).size() >= maxFactors;
    }

    boolean needsLabel(Service service, EntityKey owner) {
        return service.policy().maxFactors() > 1 && factors.anyOf(service, owner);
    }

    /** Returns what is wrong with a label; to be called before the code is used up. */
    Optional<EnrollmentVerdict> objectionToLabel(Service service, Enrollee enrollee, String label) {
        EntityKey owner = service.entity(enrollee.identity());
        if (label.length() > DeviceLabel.MAX_LENGTH) {
            return Optional.of(EnrollmentVerdict.LABEL_TOO_LONG);
        }
        if (enrollee.authorised() || !needsLabel(service, owner)) {
            return Optional.empty();
        }
        if (label.isEmpty()) {
            return Optional.of(EnrollmentVerdict.LABEL_MISSING);
        }
        return factors.of(service, owner).stream()
                        .anyMatch(other -> other.label().equalsIgnoreCase(label))
                ? Optional.of(EnrollmentVerdict.LABEL_TAKEN)
                : Optional.empty();
    }

    Optional<Grace.Remaining> graceRemaining(Service service, String identity, Instant now) {
        EntityKey owner = service.entity(identity);
        Grace grace = service.policy().grace();
        return isPossible(service, owner) ? grace.remaining(enrollments.startGrace(owner, now), now) : Optional.empty();
    }

    PostponeResult postpone(Service service, String identity, int known, Instant now) {
        EntityKey owner = service.entity(identity);
        Grace grace = service.policy().grace();
        return isPossible(service, owner) ? enrollments.postpone(owner, grace, known, now) : PostponeResult.OVER;
    }

    private boolean isPossible(Service service, EntityKey owner) {
        return service.policy().grace().isGranted() && !factors.anyOf(service, owner);
    }
}
