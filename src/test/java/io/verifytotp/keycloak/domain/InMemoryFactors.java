package io.verifytotp.keycloak.domain;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Verified factors in a list. */
final class InMemoryFactors implements Factors {
    private final List<Factor> all = new CopyOnWriteArrayList<>();

    void add(Factor factor) {
        all.add(factor);
    }

    void remove(List<Factor> factors) {
        all.removeAll(factors);
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
