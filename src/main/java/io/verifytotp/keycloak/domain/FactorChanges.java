package io.verifytotp.keycloak.domain;

import java.time.Instant;
import java.util.Optional;

/** Changes of factors by those who may manage them. Each has been committed when it returns. */
public interface FactorChanges {
    /** Changes a verified factor; a name that is taken is numbered. The notes as they are now, if there is such a factor. */
    Optional<FactorNotes> change(EntityKey owner, FactorChange change, Instant now);

    /** Changes a pending factor. False if there is no such factor. */
    boolean changePending(EntityKey owner, FactorChange change, SealedNotes notes, Instant now);

    /** Removes a factor, verified or pending; its challenges stay as a record. False if there was none. */
    boolean remove(EntityKey owner, FactorId factor);
}
