package io.verifytotp.keycloak.domain.id;

import java.time.Instant;
import java.util.Optional;

/** Entities of Services. Methods that write have committed when they return. */
public interface Entities {
    /** Creates the Entity; returns false if it exists. */
    boolean create(EntityKey key, Instant now);

    Optional<Entity> find(EntityKey key);

    /** Returns Entities of that Service, ordered by creation. */
    Page<Entity> page(String realm, ServiceId service, PageRequest request);

    /** Removes the Entity with its verified and pending factors and challenges; returns false if there was none. */
    boolean remove(EntityKey key);
}
