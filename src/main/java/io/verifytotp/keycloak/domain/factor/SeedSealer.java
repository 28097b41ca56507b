package io.verifytotp.keycloak.domain.factor;

import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.SeedUnavailableException;
import io.verifytotp.keycloak.totp.Seed;

/**
 * Encrypts seeds and notes of factors for the store. A sealed text opens only for its owner and factor, and only as its
 * own kind: notes never open as a seed, nor a seed as notes. All methods throw {@link SeedUnavailableException} if
 * there is no key, or none that fits.
 */
public interface SeedSealer {
    /** Encrypts a seed for that owner and factor, with the newest key. */
    SealedSeed seal(EntityKey owner, FactorId factor, Seed seed);

    /** As {@link #seal(EntityKey, FactorId, Seed)}, for notes. */
    SealedNotes seal(EntityKey owner, FactorId factor, FactorNotes notes);

    /** Decrypts a sealed seed, unless its key is unknown, owner or factor are others, or the text was altered. */
    Seed open(EntityKey owner, FactorId factor, SealedSeed sealed);

    /** Returns whether it was sealed with the newest key. */
    boolean isCurrent(SealedSeed sealed);

    String currentKey();

    /** As {@link #open(EntityKey, FactorId, SealedSeed)}, for notes. */
    FactorNotes open(EntityKey owner, FactorId factor, SealedNotes sealed);
}
