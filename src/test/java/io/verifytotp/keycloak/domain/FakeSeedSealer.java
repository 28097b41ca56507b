package io.verifytotp.keycloak.domain;

import io.verifytotp.keycloak.totp.Seed;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Seals by keeping the thing itself in a drawer, and giving out the number of the drawer. */
final class FakeSeedSealer implements SeedSealer {
    private final Map<String, Content> drawers = new ConcurrentHashMap<>();

    private record Content(EntityKey owner, FactorId factor, Object kept) {}

    @Override
    public SealedSeed seal(EntityKey owner, FactorId factor, Seed seed) {
        return new SealedSeed(keep(owner, factor, seed));
    }

    @Override
    public SealedNotes seal(EntityKey owner, FactorId factor, FactorNotes notes) {
        return new SealedNotes(keep(owner, factor, notes));
    }

    @Override
    public Seed open(EntityKey owner, FactorId factor, SealedSeed sealed) {
        return taken(owner, factor, sealed.text(), Seed.class);
    }

    @Override
    public FactorNotes open(EntityKey owner, FactorId factor, SealedNotes sealed) {
        return taken(owner, factor, sealed.text(), FactorNotes.class);
    }

    private String keep(EntityKey owner, FactorId factor, Object thing) {
        String drawer = "drawer " + drawers.size() + " of " + factor;
        drawers.put(drawer, new Content(owner, factor, thing));
        return drawer;
    }

    private <T> T taken(EntityKey owner, FactorId factor, String drawer, Class<T> kind) {
        Content content = drawers.get(drawer);
        if (content == null
                || !content.owner().equals(owner)
                || !content.factor().equals(factor)
                || !kind.isInstance(content.kept())) {
            throw new SeedUnavailableException("sealed for somebody else");
        }
        return kind.cast(content.kept());
    }
}
