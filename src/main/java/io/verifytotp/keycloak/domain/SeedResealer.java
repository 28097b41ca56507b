package io.verifytotp.keycloak.domain;

import io.verifytotp.keycloak.PublicApi;
import io.verifytotp.keycloak.domain.factor.SealedSeed;
import io.verifytotp.keycloak.domain.factor.SealedSeeds;
import io.verifytotp.keycloak.domain.factor.SealedSeeds.StoredSeed;
import io.verifytotp.keycloak.domain.factor.SeedSealer;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.SeedUnavailableException;
import io.verifytotp.keycloak.totp.Seed;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reseals seeds with the newest key: one by one as their factors are used, or all of a realm in batches. It may be
 * interrupted and repeated at any time. A credential that has changed in the meantime is left unchanged.
 */
@PublicApi
public final class SeedResealer {
    private final SeedSealer sealer;
    private final SealedSeeds seeds;
    private final OutageGuard guard;

    public SeedResealer(SeedSealer sealer, SealedSeeds seeds, VerifyEvents events) {
        this.sealer = sealer;
        this.seeds = seeds;
        this.guard = new OutageGuard(events);
    }

    /** Returns whether there is a key: without one nobody can enroll, and no code is accepted. */
    public boolean hasKey() {
        try {
            sealer.currentKey();
            return true;
        } catch (SeedUnavailableException e) {
            return false;
        }
    }

    /**
     * Result of a batch.
     *
     * @param resealed number of seeds that have the newest key now
     * @param failed number of seeds that could not be opened; their factors verify nothing until the key is back
     * @param remaining number of seeds of the realm with older keys, including the failed ones; counted with the first
     *     and the last batch only, because counting reads all credentials of the realm
     * @param last the factor after which the next batch starts; empty at the end
     */
    public record Progress(int resealed, int failed, OptionalLong remaining, Optional<FactorId> last) {}

    /** Reseals the seed of a factor that was just used, if it has an older key. Never throws on an outage. */
    void afterUse(TotpBinding binding) {
        reseal(new StoredSeed(binding.owner(), binding.factor(), binding.seed()));
    }

    /**
     * Reseals the next batch of a realm, after {@link Progress#last} of the batch before. Throws if the store does not
     * respond, and if there is no key at all.
     */
    public Progress batch(String realm, Optional<FactorId> after, int size) {
        String current = sealer.currentKey();
        List<StoredSeed> batch = seeds.notSealedWith(realm, current, after, size);
        int failed = 0;
        for (StoredSeed stored : batch) {
            failed += reseal(stored) ? 0 : 1;
        }
        Optional<FactorId> last = batch.size() < size
                ? Optional.empty()
                : Optional.of(batch.get(batch.size() - 1).factor());
        OptionalLong remaining = after.isEmpty() || last.isEmpty()
                ? OptionalLong.of(seeds.countNotSealedWith(realm, current))
                : OptionalLong.empty();
        return new Progress(batch.size() - failed, failed, remaining, last);
    }

    /** Returns false on an outage. A seed that has changed in the meantime needs no resealing. */
    private boolean reseal(StoredSeed stored) {
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
