package io.verifytotp.keycloak.domain.factor;

import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import java.util.List;
import java.util.Optional;

/** Sealed seeds of verified factors, for resealing them with a newer key. */
public interface SealedSeeds {
    /**
     * Returns at most {@code most} seeds not sealed with {@code current}, ordered by factor id, after {@code after}.
     */
    List<StoredSeed> notSealedWith(String realm, String current, Optional<FactorId> after, int most);

    /** Counts the seeds of a realm that are sealed with other keys than {@code current}. */
    long countNotSealedWith(String realm, String current);

    /** Replaces a sealed seed, and has committed when it returns. Returns false if it is no longer {@code before}. */
    boolean replace(StoredSeed before, SealedSeed after);

    record StoredSeed(EntityKey owner, FactorId factor, SealedSeed seed) {}
}
