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

    /** Returns a factor; empty if it is not one of this Entity's. */
    default Optional<Factor> find(EntityKey owner, FactorId id) {
        return of(owner).stream().filter(factor -> factor.id().equals(id)).findFirst();
    }

    /**
     * Returns a factor as committed by any request, where {@link #find} may see only what was committed before this
     * request began to read. A store that always reads the newest state need not override it.
     */
    default Optional<Factor> findCommitted(EntityKey owner, FactorId id) {
        return find(owner, id);
    }
}
