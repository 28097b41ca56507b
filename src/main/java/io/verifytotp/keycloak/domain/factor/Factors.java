package io.verifytotp.keycloak.domain.factor;

import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import java.util.List;
import java.util.Optional;

/** The verified factors of Entities, read in the request's transaction. */
public interface Factors {
    /** The factors of that Entity in the order in which it prefers them; none for an unknown Entity. */
    List<Factor> of(EntityKey owner);

    /**
     * Whether the Entity has a verified factor, be it one that can't be read and so verifies nothing: nobody gets
     * around a second factor by damaging it.
     */
    boolean anyOf(EntityKey owner);

    /** Forgets what this request has read of the Entity: another request may have changed it meanwhile. */
    default void refresh(EntityKey owner) {}

    /** That factor, if it is one of this Entity's. */
    default Optional<Factor> find(EntityKey owner, FactorId id) {
        return of(owner).stream().filter(factor -> factor.id().equals(id)).findFirst();
    }
}
