package io.verifytotp.keycloak.domain;

import io.verifytotp.keycloak.totp.Seed;

/** Encrypts seeds for the store. A sealed seed opens only for the owner and factor that it was sealed for. */
public interface SeedSealer {
    /**
     * Encrypts a seed for that owner and factor, with the newest key.
     *
     * @throws SeedUnavailableException if there is no key to seal with
     */
    SealedSeed seal(EntityKey owner, FactorId factor, Seed seed);

    /**
     * Decrypts a sealed seed.
     *
     * @throws SeedUnavailableException for an unknown key, another owner or factor, or a text that was changed
     */
    Seed open(EntityKey owner, FactorId factor, SealedSeed sealed);
}
