package io.verifytotp.keycloak.domain;

import io.verifytotp.keycloak.domain.enrollment.Enrollee;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentVerdict;
import io.verifytotp.keycloak.domain.factor.DeviceLabel;
import io.verifytotp.keycloak.domain.factor.Factors;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.service.Service;
import java.util.Optional;

/** Who may enroll, and under which label. */
record EnrollmentRules(Factors factors) {

    /** Why this Entity may not enroll now, whatever it types. */
    Optional<EnrollmentVerdict> objection(Service service, Enrollee enrollee) {
        EntityKey owner = service.entity(enrollee.identity());
        if (!factors.anyOf(owner)) {
            return Optional.empty();
        }
        if (!enrollee.mayChangeFactors(id -> factors.find(owner, id).isPresent())) {
            return Optional.of(EnrollmentVerdict.PROOF_NEEDED);
        }
        return isFull(service, owner) ? Optional.of(EnrollmentVerdict.FACTOR_LIMIT) : Optional.empty();
    }

    /** Whether the Entity has as many factors as it may have; with a limit of 1 there is always room, by replacing. */
    boolean isFull(Service service, EntityKey owner) {
        int maxFactors = service.policy().maxFactors();
        return maxFactors > 1 && factors.of(owner).size() >= maxFactors;
    }

    boolean needsLabel(Service service, EntityKey owner) {
        return service.policy().maxFactors() > 1 && factors.anyOf(owner);
    }

    /** Asked before the code is looked at, so that a wrong label does not cost the user a code. */
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
        return factors.of(owner).stream().anyMatch(other -> other.label().equalsIgnoreCase(label))
                ? Optional.of(EnrollmentVerdict.LABEL_TAKEN)
                : Optional.empty();
    }
}
