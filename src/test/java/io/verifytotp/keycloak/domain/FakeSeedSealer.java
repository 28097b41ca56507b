package io.verifytotp.keycloak.domain;

import io.verifytotp.keycloak.totp.Seed;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Seals by keeping the seed itself in a drawer, and giving out the number of the drawer. */
final class FakeSeedSealer implements SeedSealer {
    private final Map<SealedSeed, Content> drawers = new ConcurrentHashMap<>();

    private record Content(EntityKey owner, FactorId factor, Seed seed) {}

    @Override
    public SealedSeed seal(EntityKey owner, FactorId factor, Seed seed) {
        SealedSeed sealed = new SealedSeed("drawer " + drawers.size() + " of " + factor);
        drawers.put(sealed, new Content(owner, factor, seed));
        return sealed;
    }

    @Override
    public Seed open(EntityKey owner, FactorId factor, SealedSeed sealed) {
        Content content = drawers.get(sealed);
        if (content == null
                || !content.owner().equals(owner)
                || !content.factor().equals(factor)) {
            throw new SeedUnavailableException("sealed for somebody else");
        }
        return content.seed();
    }
}
