package io.verifytotp.keycloak.domain.id;

import java.time.Instant;

/** A user within a Service who has or had a factor, or was created over the API. */
public record Entity(EntityKey key, Instant createdAt) {}
