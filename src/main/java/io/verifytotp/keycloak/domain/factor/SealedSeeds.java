package io.verifytotp.keycloak.domain.factor;

import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import java.util.List;
import java.util.Optional;

/** Sealed seeds of verified factors, for resealing them with a newer key. */
public interface SealedSeeds {
    /**
     * Returns seeds that are sealed with other keys than {@code current}, ordered by factor id.
     *
     * @param after the factor after which to start; empty for the beginning
     * @param most maximum number of seeds
     */
    List<StoredSeed> notSealedWith(String realm, String current, Optional<FactorId> after, int most);

    /** Counts the seeds of a realm that are sealed with other keys than {@code current}. */
    long countNotSealedWith(String realm, String current);

    /** Replaces a sealed seed, and has committed when it returns. Returns false if it is no longer {@code before}. */
    boolean replace(StoredSeed before, SealedSeed after);

    /** The sealed seed of a verified factor. */
    record StoredSeed(EntityKey owner, FactorId factor, SealedSeed seed) {}
}
