package io.verifytotp.keycloak.domain.fake;

import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.SealedNotes;
import io.verifytotp.keycloak.domain.factor.SealedSeed;
import io.verifytotp.keycloak.domain.factor.SeedSealer;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.SeedUnavailableException;
import io.verifytotp.keycloak.totp.Seed;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Seals by keeping the thing itself in a drawer, and giving out the number of the drawer. Keys only have names. */
public final class FakeSeedSealer implements SeedSealer {
    private final Map<String, Content> drawers = new ConcurrentHashMap<>();
    private final Set<String> lost = ConcurrentHashMap.newKeySet();
    private final Set<String> going = ConcurrentHashMap.newKeySet();
    private volatile String current = "k1";

    private record Content(EntityKey owner, FactorId factor, Object kept) {}

    /** From now on that key seals. */
    public void rotateTo(String key) {
        current = key;
    }

    /** Nothing that was sealed with that key opens any more. */
    public void lose(String key) {
        lost.add(key);
    }

    /** As {@link #lose}, as soon as somebody asks which key is the newest. */
    public void loseWhenAskedForTheNewest(String key) {
        going.add(key);
    }

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

    @Override
    public boolean isCurrent(SealedSeed sealed) {
        lost.addAll(going);
        return keyOf(sealed.text()).equals(current);
    }

    @Override
    public String currentKey() {
        return current;
    }

    private String keep(EntityKey owner, FactorId factor, Object thing) {
        String drawer = "v1." + current + ".drawer " + drawers.size() + " of " + factor;
        drawers.put(drawer, new Content(owner, factor, thing));
        return drawer;
    }

    private <T> T taken(EntityKey owner, FactorId factor, String drawer, Class<T> kind) {
        Content content = drawers.get(drawer);
        if (content == null
                || lost.contains(keyOf(drawer))
                || !content.owner().equals(owner)
                || !content.factor().equals(factor)
                || !kind.isInstance(content.kept())) {
            throw new SeedUnavailableException("sealed for somebody else, or with a key that is lost");
        }
        return kind.cast(content.kept());
    }

    private static String keyOf(String drawer) {
        return drawer.split("\\.", -1)[1];
    }
}
