package io.verifytotp.keycloak.domain.service;

import io.verifytotp.keycloak.totp.TotpParameters;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The configuration of a {@link Service}, as {@link ServiceOptions} reads and checks it.
 *
 * @param issuer what authenticator apps show as the organisation
 * @param parameters for new factors; existing ones keep theirs
 * @param skew for new factors: steps accepted either side of the current one
 * @param image picture that some authenticator apps show, absolute https
 * @param maxFactors how many factors an Entity may have; 1 means that a new one replaces the old one
 * @param challengeLifetime how long a challenge may be answered
 * @param challengeRetention how long challenges are kept as a record
 * @param pendingLifetime how long an unverified factor may be verified
 * @param grace how long and how often the first enrollment may be put off
 * @param recoveryCodes whether users get recovery codes after they have enrolled
 */
public record ServicePolicy(
        String issuer,
        TotpParameters parameters,
        int skew,
        Optional<URI> image,
        int maxFactors,
        Budgets budgets,
        Duration challengeLifetime,
        Duration challengeRetention,
        Duration pendingLifetime,
        Grace grace,
        boolean recoveryCodes) {
    public ServicePolicy {
        Objects.requireNonNull(issuer, "issuer");
        Objects.requireNonNull(parameters, "parameters");
        Objects.requireNonNull(image, "image");
        Objects.requireNonNull(budgets, "budgets");
        Objects.requireNonNull(challengeLifetime, "challengeLifetime");
        Objects.requireNonNull(challengeRetention, "challengeRetention");
        Objects.requireNonNull(pendingLifetime, "pendingLifetime");
        Objects.requireNonNull(grace, "grace");
    }
}
