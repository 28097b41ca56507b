package io.verifytotp.keycloak.store.realm;

import io.verifytotp.keycloak.domain.service.ConfiguredService;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The default Service of each realm as it was parsed last, for all sessions: every login and call of the API reads it, and
 * comparing its configuration takes less time than parsing it.
 */
final class ParsedServices {
    /** More than a server has realms in use. Beyond it all are forgotten, and parsed again. */
    private static final int MOST = 10_000;

    private final Map<String, Parsed> parsed = new ConcurrentHashMap<>();

    /** A Service, and the configuration that it was parsed from; that is empty without the required action. */
    private record Parsed(Optional<Map<String, String>> configuration, ConfiguredService service) {
        boolean isOf(Optional<Map<String, String>> other, String name) {
            return configuration.equals(other) && service.name().equals(name);
        }
    }

    /** Returns a realm's default Service, parsed only if its configuration or its name has changed. */
    ConfiguredService get(
            String realmId,
            String name,
            Optional<Map<String, String>> configuration,
            Supplier<ConfiguredService> parse) {
        Parsed known = parsed.get(realmId);
        if (known != null && known.isOf(configuration, name)) {
            return known.service();
        }
        if (parsed.size() > MOST) {
            parsed.clear();
        }
        ConfiguredService service = parse.get();
        parsed.put(realmId, new Parsed(configuration, service));
        return service;
    }
}
