package io.verifytotp.keycloak.domain.enrollment;

import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.totp.Seed;

/** A pending factor with its decrypted seed, to be shown to its owner, and its number of wrong codes. */
public record Enrollment(PendingFactor factor, Seed seed, int failures) {}
