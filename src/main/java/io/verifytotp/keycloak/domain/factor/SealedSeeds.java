package io.verifytotp.keycloak.domain.factor;

import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import java.util.List;
import java.util.Optional;

/** The sealed seeds of verified factors, for sealing them with a newer key. */
public interface SealedSeeds {
    /**
     * Verified factors whose seeds are sealed with other keys than {@code current}.
     *
     * @param after the factor behind which to begin, in the order of ids; empty for the first
     */
    List<StoredSeed> notSealedWith(String realm, String current, Optional<FactorId> after, int most);

    /** How many there are. */
    long countNotSealedWith(String realm, String current);

    /** Replaces a sealed seed, and has committed when it returns. False if it is not {@code before} any more. */
    boolean replace(StoredSeed before, SealedSeed after);

    /** The sealed seed of a verified factor. */
    record StoredSeed(EntityKey owner, FactorId factor, SealedSeed seed) {}
}
