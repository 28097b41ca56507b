package io.verifytotp.keycloak.domain;

import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.service.Grace;
import io.verifytotp.keycloak.domain.service.GraceRemaining;
import io.verifytotp.keycloak.domain.service.PostponeResult;
import io.verifytotp.keycloak.domain.service.Service;
import java.time.Instant;
import java.util.Optional;

/** The engine's part for putting enrollment off. */
record GracePeriods(VerifyStore store) {
    Optional<GraceRemaining> postponement(Service service, String identity, Instant now) {
        EntityKey owner = service.entity(identity);
        Grace grace = service.policy().grace();
        return isPossible(grace, owner) ? grace.left(store.enrollments().offer(owner, now), now) : Optional.empty();
    }

    PostponeResult putOff(Service service, String identity, int known, Instant now) {
        EntityKey owner = service.entity(identity);
        Grace grace = service.policy().grace();
        return isPossible(grace, owner) ? store.enrollments().putOff(owner, grace, known, now) : PostponeResult.OVER;
    }

    private boolean isPossible(Grace grace, EntityKey owner) {
        return grace.isGranted() && !store.factors().anyOf(owner);
    }
}
