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

/**
 * Opens sealed seeds and notes of a factor, and finds the time step of a code. All methods throw
 * {@link SeedUnavailableException} if the sealed text can't be opened.
 */
final class CodeMatcher {
    private final SeedSealer sealer;

    CodeMatcher(SeedSealer sealer) {
        this.sealer = sealer;
    }

    /** Finds the newest step within the binding's window at {@code now} that has this code; empty if none has. */
    Optional<TimeStep> findStep(TotpBinding binding, OneTimeCode code, Instant now) {
        Totp totp = new Totp(binding.parameters());
        return totp.findStep(open(binding), code, binding.windowAt(now));
    }

    Seed open(TotpBinding binding) {
        return sealer.open(binding.owner(), binding.factor(), binding.seed());
    }

    FactorNotes notes(PendingFactor factor) {
        return factor.notes()
                .map(notes -> sealer.open(factor.binding().owner(), factor.id(), notes))
                .orElse(FactorNotes.NONE);
    }
}
