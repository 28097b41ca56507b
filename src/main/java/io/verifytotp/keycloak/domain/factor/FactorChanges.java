package io.verifytotp.keycloak.domain.factor;

import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.Page;
import io.verifytotp.keycloak.domain.id.PageRequest;
import io.verifytotp.keycloak.domain.id.ServiceId;
import java.time.Instant;
import java.util.Optional;

/** Changes of factors by those who may manage them. Each has been committed when it returns. */
public interface FactorChanges {
    /** Changes a verified factor; a name that is taken is numbered. The notes as they are now, if there is such a factor. */
    Optional<FactorNotes> change(EntityKey owner, FactorChange change, Instant now);

    /** Changes a pending factor. False if there is no such factor. */
    boolean changePending(EntityKey owner, FactorChange change, SealedNotes notes, Instant now);

    /** Forgets wrong codes, lock and disabling of a factor. False if it has no record of any. */
    boolean unlock(EntityKey owner, FactorId factor, Instant now);

    /** The factors of that Service that are locked or disabled at that time, in the order in which they were made. */
    Page<LockedFactor> locked(String realm, ServiceId service, PageRequest request, Instant now);

    /** Removes a factor, verified or pending; its challenges stay as a record. False if there was none. */
    boolean remove(EntityKey owner, FactorId factor);
}
