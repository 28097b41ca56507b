package io.verifytotp.keycloak.domain.service;

import io.verifytotp.keycloak.totp.TotpParameters;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Configuration of a {@link Service}, as {@link ServiceOptions} reads and checks it.
 *
 * @param issuer organisation that authenticator apps show
 * @param parameters for new factors; existing ones keep theirs
 * @param skew for new factors: steps accepted on either side of the current one
 * @param image absolute https URL of a picture that some authenticator apps show
 * @param maxFactors maximum factors of an Entity; with 1, a new factor replaces the old one
 * @param challengeLifetime how long a challenge can be answered
 * @param challengeRetention how long challenges are stored
 * @param pendingLifetime how long a pending factor can be verified
 * @param grace how long and how often the first enrollment may be postponed
 * @param recoveryCodes whether users get recovery codes after enrollment
 * @param adoptsKeycloakOtp whether credentials of Keycloak's own OTP become factors
 * @param confirmClients client ids of the applications whose users may confirm challenges that other clients opened
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
        boolean recoveryCodes,
        boolean adoptsKeycloakOtp,
        Set<String> confirmClients) {}
