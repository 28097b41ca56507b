package io.verifytotp.keycloak.domain.factor;

import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.SeedUnavailableException;
import io.verifytotp.keycloak.totp.Seed;

/**
 * Encrypts for the store what belongs to one factor. It opens only for the owner and factor that it was sealed for,
 * and only as what it was: notes never open as a seed, nor a seed as notes.
 */
public interface SeedSealer {
    /**
     * Encrypts a seed for that owner and factor, with the newest key.
     *
     * @throws SeedUnavailableException if there is no key to seal with
     */
    SealedSeed seal(EntityKey owner, FactorId factor, Seed seed);

    /** As {@link #seal(EntityKey, FactorId, Seed)}, for notes. */
    SealedNotes seal(EntityKey owner, FactorId factor, FactorNotes notes);

    /**
     * Decrypts a sealed seed.
     *
     * @throws SeedUnavailableException for an unknown key, another owner or factor, or a text that was changed
     */
    Seed open(EntityKey owner, FactorId factor, SealedSeed sealed);

    /**
     * Whether it was sealed with the newest key.
     *
     * @throws SeedUnavailableException if there is no key at all
     */
    boolean isCurrent(SealedSeed sealed);

    /**
     * The id of the newest key.
     *
     * @throws SeedUnavailableException if there is no key at all
     */
    String currentKey();

    /** As {@link #open(EntityKey, FactorId, SealedSeed)}, for notes. */
    FactorNotes open(EntityKey owner, FactorId factor, SealedNotes sealed);
}
