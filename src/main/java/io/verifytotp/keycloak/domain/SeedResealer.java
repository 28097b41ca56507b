package io.verifytotp.keycloak.domain;

import io.verifytotp.keycloak.domain.factor.SealedSeed;
import io.verifytotp.keycloak.domain.factor.SealedSeeds;
import io.verifytotp.keycloak.domain.factor.SealedSeeds.StoredSeed;
import io.verifytotp.keycloak.domain.factor.SeedSealer;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.SeedUnavailableException;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import io.verifytotp.keycloak.totp.Seed;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Seals seeds anew with the newest key: one by one as their factors are used, or all of a realm in batches. It may be
 * broken off and repeated at any time: what is done is done, and what another has changed meanwhile is left alone.
 */
public final class SeedResealer {
    private final SeedSealer sealer;
    private final SealedSeeds seeds;
    private final OutageGuard guard;

    public SeedResealer(SeedSealer sealer, SealedSeeds seeds, VerifyEvents events) {
        this.sealer = Objects.requireNonNull(sealer, "sealer");
        this.seeds = Objects.requireNonNull(seeds, "seeds");
        this.guard = new OutageGuard(events);
    }

    /**
     * How far a batch has come.
     *
     * @param resealed how many were sealed anew
     * @param failed how many could not be opened, and verify nothing until their key is back
     * @param remaining how many of the realm are still sealed with older keys, the failed ones included; counted with
     *     the first and the last batch only, because counting reads all credentials of the realm
     * @param last where the next batch begins; empty when the end was reached
     */
    public record Progress(int resealed, int failed, OptionalLong remaining, Optional<FactorId> last) {}

    /** Seals the seed of a factor that was used just now anew, if it has an older key. It is used all the same. */
    void afterUse(TotpBinding binding) {
        renew(new StoredSeed(binding.owner(), binding.factor(), binding.seed()));
    }

    /**
     * Seals the next batch of a realm anew.
     *
     * @param after where the batch before has ended; empty for the first
     * @throws SeedUnavailableException if there is no key at all
     * @throws StoreUnavailableException if the store does not answer
     */
    public Progress batch(String realm, Optional<FactorId> after, int size) {
        String current = sealer.currentKey();
        List<StoredSeed> batch = seeds.notSealedWith(realm, current, after, size);
        int failed = 0;
        for (StoredSeed stored : batch) {
            failed += renew(stored) ? 0 : 1;
        }
        Optional<FactorId> last = batch.size() < size
                ? Optional.empty()
                : Optional.of(batch.get(batch.size() - 1).factor());
        OptionalLong remaining = after.isEmpty() || last.isEmpty()
                ? OptionalLong.of(seeds.countNotSealedWith(realm, current))
                : OptionalLong.empty();
        return new Progress(batch.size() - failed, failed, remaining, last);
    }

    /** Whether nothing stood in the way. What another has changed meanwhile needs nothing more. */
    private boolean renew(StoredSeed stored) {
        return guard.refuseOn(
                stored.owner(),
                stored.factor(),
                () -> {
                    if (!sealer.isCurrent(stored.seed())) {
                        seeds.replace(stored, resealed(stored));
                    }
                    return true;
                },
                refusal -> false);
    }

    private SealedSeed resealed(StoredSeed stored) {
        Seed seed = sealer.open(stored.owner(), stored.factor(), stored.seed());
        return sealer.seal(stored.owner(), stored.factor(), seed);
    }
}
