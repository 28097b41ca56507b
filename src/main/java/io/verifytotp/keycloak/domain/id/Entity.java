package io.verifytotp.keycloak.domain.id;

import io.verifytotp.keycloak.PublicApi;
import java.time.Instant;

/** A user within a Service who has or had a factor, or was created over the API. */
@PublicApi
public record Entity(EntityKey key, Instant createdAt) {}
