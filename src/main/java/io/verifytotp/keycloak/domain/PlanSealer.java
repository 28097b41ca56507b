package io.verifytotp.keycloak.domain;

import io.verifytotp.keycloak.domain.factor.FactorPlan;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.domain.factor.SealedNotes;
import io.verifytotp.keycloak.domain.factor.SeedSealer;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.service.Service;
import io.verifytotp.keycloak.totp.Seed;
import java.time.Instant;
import java.util.Optional;

/** Makes pending factors of plans: seals the seed and the notes. */
final class PlanSealer {
    private final SeedSealer sealer;

    PlanSealer(SeedSealer sealer) {
        this.sealer = sealer;
    }

    PendingFactor seal(Service service, EntityKey owner, FactorId id, FactorPlan plan, Seed seed, Instant now) {
        TotpBinding binding = new TotpBinding(owner, id, plan.parameters(), plan.skew(), sealer.seal(owner, id, seed));
        Optional<SealedNotes> notes = plan.notes().map(text -> sealer.seal(owner, id, text));
        return new PendingFactor(binding, notes, now, now.plus(service.policy().pendingLifetime()));
    }
}
