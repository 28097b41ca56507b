package io.verifytotp.keycloak.domain;

import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.domain.factor.SeedSealer;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.id.SeedUnavailableException;
import io.verifytotp.keycloak.totp.OneTimeCode;
import io.verifytotp.keycloak.totp.Seed;
import io.verifytotp.keycloak.totp.TimeStep;
import io.verifytotp.keycloak.totp.Totp;
import java.time.Instant;
import java.util.Optional;

/** Opens sealed seeds and notes of a factor, and finds the time step of a code. */
final class CodeMatcher {
    private final SeedSealer sealer;

    CodeMatcher(SeedSealer sealer) {
        this.sealer = sealer;
    }

    /**
     * Returns the newest step within the binding's window at {@code now} that has this code; empty if none has.
     *
     * @throws SeedUnavailableException if the seed can't be opened
     */
    Optional<TimeStep> findStep(TotpBinding binding, OneTimeCode code, Instant now) {
        Totp totp = new Totp(binding.parameters());
        return totp.findStep(open(binding), code, binding.windowAt(now));
    }

    /**
     * Returns the seed of a binding.
     *
     * @throws SeedUnavailableException if it can't be opened
     */
    Seed open(TotpBinding binding) {
        return sealer.open(binding.owner(), binding.factor(), binding.seed());
    }

    /** Returns the notes of a pending factor. */
    FactorNotes notes(PendingFactor factor) {
        return factor.notes()
                .map(notes -> sealer.open(factor.binding().owner(), factor.id(), notes))
                .orElse(FactorNotes.NONE);
    }
}
