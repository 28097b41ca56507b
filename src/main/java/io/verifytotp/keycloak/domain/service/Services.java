package io.verifytotp.keycloak.domain.service;

import io.verifytotp.keycloak.domain.id.ServiceId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Services of a server. They live in Keycloak's own configuration of the realm, so that what writes here joins the
 * request's transaction.
 */
public interface Services {
    /**
     * The default Service of a realm.
     *
     * @param realm id of a realm that exists
     */
    Service defaultOf(String realm);

    /** All Services of a realm, the default one first, then the others from old to new. */
    List<ConfiguredService> of(String realm);

    /** That Service, if it is one of this realm's. */
    default Optional<ConfiguredService> find(String realm, ServiceId id) {
        return of(realm).stream()
                .filter(candidate -> candidate.service().id().equals(id))
                .findFirst();
    }

    /**
     * Makes a further Service.
     *
     * @param values by {@link ServiceOption#key()}; without {@link ServiceOptions#problems()}
     */
    ConfiguredService create(String realm, String name, Map<String, String> values, Instant now);

    /**
     * Changes a Service. The default one has no name of its own; its name is left as it is.
     *
     * @param values all that is to be set
     * @return the Service as it is now; empty if it was removed meanwhile
     */
    Optional<ConfiguredService> update(ConfiguredService service, String name, Map<String, String> values, Instant now);

    /** Removes a Service other than the default one, unless it is gone. Its Entities have to be removed before. */
    void remove(ConfiguredService service);
}
