package io.verifytotp.keycloak.domain.service;

import io.verifytotp.keycloak.PublicApi;
import io.verifytotp.keycloak.domain.id.ServiceId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Services of realms, stored in Keycloak's configuration of the realm: changes join the request's transaction. */
@PublicApi
public interface Services {
    Service defaultOf(String realm);

    /** Returns all Services of a realm: the default one, then the others from old to new. */
    List<ConfiguredService> of(String realm);

    /** Returns a Service; empty if it is not one of this realm's. */
    default Optional<ConfiguredService> find(String realm, ServiceId id) {
        return of(realm).stream()
                .filter(candidate -> candidate.service().id().equals(id))
                .findFirst();
    }

    /** Creates a further Service with these values by {@link ServiceOption#key()}, which have no problems. */
    ConfiguredService create(String realm, String name, Map<String, String> values, Instant now);

    /**
     * Changes a Service. The name of the default Service is not changed, because it is the realm's.
     *
     * @param values all options that are to be set
     * @return the changed Service; empty if it was removed in the meantime
     */
    Optional<ConfiguredService> update(ConfiguredService service, String name, Map<String, String> values, Instant now);

    /** Removes a Service other than the default one, if it exists. Its Entities have to be removed before. */
    void remove(ConfiguredService service);
}
