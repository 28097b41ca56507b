package io.verifytotp.keycloak.domain.service;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A Service as it is configured.
 *
 * @param name its friendly name
 * @param values what is set, by {@link ServiceOption#key()}, with what counts in place of wrong values; the rest has its
 *     default
 * @param createdAt empty for a realm's default Service, which is as old as the realm
 */
public record ConfiguredService(
        Service service,
        String name,
        boolean isDefault,
        Map<String, String> values,
        Optional<Instant> createdAt,
        Optional<Instant> updatedAt) {
    public ConfiguredService {
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(name, "name");
        values = Map.copyOf(values);
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(updatedAt, "updatedAt");
    }

    /** What is set for that option; empty where its default counts. */
    public Optional<String> value(ServiceOption option) {
        return Optional.ofNullable(values.get(option.key())).filter(value -> !value.isBlank());
    }
}
