package io.verifytotp.keycloak.domain;

import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.service.Grace;
import io.verifytotp.keycloak.domain.service.PostponeResult;
import io.verifytotp.keycloak.domain.service.Service;
import java.time.Instant;
import java.util.Optional;

/** Decides whether a user may still postpone enrollment, by the Service's limits and the store. */
final class GracePeriods {
    private final VerifyStore store;

    GracePeriods(VerifyStore store) {
        this.store = store;
    }

    Optional<Grace.Remaining> graceRemaining(Service service, String identity, Instant now) {
        EntityKey owner = service.entity(identity);
        Grace grace = service.policy().grace();
        return isPossible(grace, owner)
                ? grace.remaining(store.enrollments().startGrace(owner, now), now)
                : Optional.empty();
    }

    PostponeResult postpone(Service service, String identity, int known, Instant now) {
        EntityKey owner = service.entity(identity);
        Grace grace = service.policy().grace();
        return isPossible(grace, owner) ? store.enrollments().postpone(owner, grace, known, now) : PostponeResult.OVER;
    }

    private boolean isPossible(Grace grace, EntityKey owner) {
        return grace.isGranted() && !store.factors().anyOf(owner);
    }
}
