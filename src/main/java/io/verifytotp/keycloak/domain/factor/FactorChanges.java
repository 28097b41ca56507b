package io.verifytotp.keycloak.domain.factor;

import io.verifytotp.keycloak.PublicApi;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.Page;
import io.verifytotp.keycloak.domain.id.PageRequest;
import io.verifytotp.keycloak.domain.id.ServiceId;
import java.time.Instant;
import java.util.Optional;

/** Administrative changes of factors. Each method has committed when it returns. */
@PublicApi
public interface FactorChanges {
    /** Changes a verified factor and returns its new notes, if it exists. A name that is taken gets a number. */
    Optional<FactorNotes> change(EntityKey owner, FactorChange change, Instant now);

    /** Changes a pending factor. Returns false if there is no such factor. */
    boolean changePending(EntityKey owner, FactorChange change, SealedNotes notes, Instant now);

    /** Resets failures, lock and disabling of a factor. Returns false if it has no row. */
    boolean unlock(EntityKey owner, FactorId factor, Instant now);

    /** Returns the factors of a Service that are locked or disabled at that time, the oldest first. */
    Page<LockedFactor> locked(String realm, ServiceId service, PageRequest request, Instant now);

    /** A factor that is locked or disabled, as its row has it: without its seed, which is in the credential. */
    record LockedFactor(EntityKey owner, FactorId factor, FactorState state) {}

    /** Removes a factor, verified or pending; its challenges are kept. Returns false if there was none. */
    boolean remove(EntityKey owner, FactorId factor);
}
