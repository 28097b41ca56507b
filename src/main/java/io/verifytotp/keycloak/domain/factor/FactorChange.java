package io.verifytotp.keycloak.domain.factor;

import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.totp.TotpParameters;

/** New parameters, skew and notes of a factor. */
public record FactorChange(FactorId factor, TotpParameters parameters, int skew, FactorNotes notes) {}
