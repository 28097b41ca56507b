package io.verifytotp.keycloak.domain.fake;

import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.factor.Factors;
import io.verifytotp.keycloak.domain.id.EntityKey;
import java.util.List;

/** Hostile: lets another request go first, before this one reads the factors. */
public record LateFactors(Factors real, Runnable rival) implements Factors {
    @Override
    public List<Factor> of(EntityKey owner) {
        return real.of(owner);
    }

    @Override
    public boolean anyOf(EntityKey owner) {
        rival.run();
        return real.anyOf(owner);
    }
}
