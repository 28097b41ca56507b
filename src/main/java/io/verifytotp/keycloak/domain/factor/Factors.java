package io.verifytotp.keycloak.domain.factor;

import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import java.util.List;
import java.util.Optional;

/** Verified factors of Entities, read in the request's transaction. */
public interface Factors {
    /** Returns the factors of that Entity, the preferred one first; none for an unknown Entity. */
    List<Factor> of(EntityKey owner);

    /**
     * Returns whether the Entity has a verified factor, including one that can't be read. Such a factor never approves
     * a code, but damaging it must not bypass the second factor.
     */
    boolean anyOf(EntityKey owner);

    /** Discards what this request has read of the Entity, so that changes of concurrent requests are seen. */
    default void refresh(EntityKey owner) {}

    /** Returns a factor; empty if it is not one of this Entity's. */
    default Optional<Factor> find(EntityKey owner, FactorId id) {
        return of(owner).stream().filter(factor -> factor.id().equals(id)).findFirst();
    }
}
