package io.verifytotp.keycloak.domain.fake;

import io.verifytotp.keycloak.domain.factor.DeviceLabel;
import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.Factors;
import io.verifytotp.keycloak.domain.id.EntityKey;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Verified factors in a list. */
public final class InMemoryFactors implements Factors {
    private final List<Factor> all = new CopyOnWriteArrayList<>();

    public void add(Factor factor) {
        all.add(factor);
    }

    public void remove(List<Factor> factors) {
        all.removeAll(factors);
    }

    /** Puts a factor in the place of the one that it was before. */
    public void change(Factor before, Factor after) {
        all.set(all.indexOf(before), after);
    }

    /** The label, numbered where a factor of the user that does not go has it, in whatever Service. */
    public FactorNotes withFreeLabel(FactorNotes notes, EntityKey owner, List<Factor> going) {
        Set<String> taken = all.stream()
                .filter(other -> other.binding().owner().realm().equals(owner.realm())
                        && other.binding().owner().identity().equals(owner.identity())
                        && !going.contains(other))
                .map(Factor::label)
                .collect(Collectors.toSet());
        return notes.named(DeviceLabel.free(notes.name(), taken));
    }

    public List<Factor> ofRealm(String realm) {
        return all.stream()
                .filter(factor -> factor.binding().owner().realm().equals(realm))
                .toList();
    }

    @Override
    public List<Factor> of(EntityKey owner) {
        return all.stream()
                .filter(factor -> factor.binding().owner().equals(owner))
                .toList();
    }

    @Override
    public boolean anyOf(EntityKey owner) {
        return !of(owner).isEmpty();
    }
}
