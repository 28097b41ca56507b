package io.verifytotp.keycloak.domain.id;

import java.time.Instant;
import java.util.Optional;

/** The Entities of Services. What writes here has been committed when it returns. */
public interface Entities {
    /** Makes the Entity; false if it exists. */
    boolean create(EntityKey key, Instant now);

    Optional<Entity> find(EntityKey key);

    /** The Entities of that Service in the order in which they were made. */
    Page<Entity> page(String realm, ServiceId service, PageRequest request);

    /** Removes the Entity with its factors, pending ones and challenges; false if there was none. */
    boolean remove(EntityKey key);
}
