package io.verifytotp.keycloak.domain.id;

import io.verifytotp.keycloak.PublicApi;
import java.time.Instant;
import java.util.Objects;

/** A user within a Service who has or had a factor, or was created over the API. */
@PublicApi
public record Entity(EntityKey key, Instant createdAt) {
    public Entity {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(createdAt, "createdAt");
    }
}
