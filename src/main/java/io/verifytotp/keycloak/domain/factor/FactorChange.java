package io.verifytotp.keycloak.domain.factor;

import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.totp.TotpParameters;
import java.util.Objects;

/**
 * What a factor is to be from now on.
 *
 * @param notes its name and metadata
 */
public record FactorChange(FactorId factor, TotpParameters parameters, int skew, FactorNotes notes) {
    public FactorChange {
        Objects.requireNonNull(factor, "factor");
        Objects.requireNonNull(parameters, "parameters");
        Objects.requireNonNull(notes, "notes");
    }
}
