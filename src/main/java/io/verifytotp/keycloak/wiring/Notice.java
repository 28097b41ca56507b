package io.verifytotp.keycloak.wiring;

import io.verifytotp.keycloak.domain.Identifiers;
import io.verifytotp.keycloak.domain.Verdict;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.events.EventType;

/** What users are told about their factors: what they should know of if they have not done it themselves. */
enum Notice {
    SET_UP,
    REMOVED,
    REMOVED_BY_ADMINISTRATOR,
    LOCKED,
    DISABLED,
    REPLAYED;

    private static final String REASON = "verify_totp_reason";

    /** What an event of Keycloak means to the user; empty if nothing. */
    static Optional<Notice> of(Event event) {
        Map<String, String> details = Optional.ofNullable(event.getDetails()).orElse(Map.of());
        if (Verdict.ALREADY_USED.reason().equals(details.get(REASON))) {
            return Optional.of(REPLAYED);
        }
        if (details.containsKey(REASON) && event.getType() == EventType.USER_DISABLED_BY_PERMANENT_LOCKOUT) {
            return Optional.of(DISABLED);
        }
        if (details.containsKey(REASON) && event.getType() == EventType.USER_DISABLED_BY_TEMPORARY_LOCKOUT) {
            return Optional.of(LOCKED);
        }
        if (!Identifiers.CREDENTIAL_TYPE.equals(details.get(Details.CREDENTIAL_TYPE))) {
            return Optional.empty();
        }
        return switch (event.getType()) {
            case UPDATE_CREDENTIAL -> Optional.of(SET_UP);
            case REMOVE_CREDENTIAL -> Optional.of(REMOVED);
            default -> Optional.empty();
        };
    }

    /** The name in the keys of messages, such as {@code set_up}. */
    String messageName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
