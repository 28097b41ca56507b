package io.verifytotp.keycloak.domain.service;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A Service with its configuration.
 *
 * @param name friendly name
 * @param values options that are set, by {@link ServiceOption#key()}, with the effective values in place of wrong ones
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
        values = Map.copyOf(values);
    }

    /** Returns the value of an option; empty if its default applies. */
    public Optional<String> value(ServiceOption option) {
        return Optional.ofNullable(values.get(option.key())).filter(value -> !value.isBlank());
    }
}
