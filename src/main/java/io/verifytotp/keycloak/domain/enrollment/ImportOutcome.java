package io.verifytotp.keycloak.domain.enrollment;

import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import java.util.Optional;

/**
 * Outcome of importing one factor.
 *
 * @param factor the created or existing factor; empty if the import was refused
 * @param verified whether that factor is verified
 */
public record ImportOutcome(EntityKey owner, ImportVerdict verdict, Optional<FactorId> factor, boolean verified) {
    public ImportOutcome {
        boolean accepted = verdict == ImportVerdict.CREATED || verdict == ImportVerdict.EXISTS;
        if (accepted != factor.isPresent()) {
            throw new IllegalArgumentException("a factor is given if and only if it was created or exists");
        }
    }

    public static ImportOutcome created(EntityKey owner, FactorId factor, boolean verified) {
        return new ImportOutcome(owner, ImportVerdict.CREATED, Optional.of(factor), verified);
    }

    public static ImportOutcome exists(EntityKey owner, FactorId factor, boolean verified) {
        return new ImportOutcome(owner, ImportVerdict.EXISTS, Optional.of(factor), verified);
    }

    public static ImportOutcome refused(EntityKey owner, ImportVerdict reason) {
        return new ImportOutcome(owner, reason, Optional.empty(), false);
    }
}
