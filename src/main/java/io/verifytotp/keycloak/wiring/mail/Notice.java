package io.verifytotp.keycloak.wiring.mail;

import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.id.Identifiers;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.models.credential.PasswordCredentialModel;

/** Kinds of mails to users, about actions that users should know of if they were not their own. */
enum Notice {
    SET_UP,
    REMOVED,
    REMOVED_BY_ADMINISTRATOR,
    LOCKED,
    DISABLED,
    REPLAYED,
    OTHER_ADDED,
    OTHER_REMOVED,
    IDENTITY_PROVIDER_LINKED;

    private static final String REASON = "verify_totp_reason";

    /** Maps an event of Keycloak to the mail that it calls for; empty if none. */
    static Optional<Notice> of(Event event) {
        Map<String, String> details = Optional.ofNullable(event.getDetails()).orElse(Map.of());
        if (Verdict.ALREADY_USED.reason().equals(details.get(REASON))) {
            return Optional.of(REPLAYED);
        }
        boolean ours = details.containsKey(REASON);
        return switch (event.getType()) {
            case USER_DISABLED_BY_PERMANENT_LOCKOUT -> ours ? Optional.of(DISABLED) : Optional.empty();
            case USER_DISABLED_BY_TEMPORARY_LOCKOUT -> ours ? Optional.of(LOCKED) : Optional.empty();
            case UPDATE_CREDENTIAL -> ofCredential(details, SET_UP, OTHER_ADDED);
            case REMOVE_CREDENTIAL -> ofCredential(details, REMOVED, OTHER_REMOVED);
            case FEDERATED_IDENTITY_LINK, FEDERATED_IDENTITY_OVERRIDE_LINK -> Optional.of(IDENTITY_PROVIDER_LINKED);
            default -> Optional.empty();
        };
    }

    /** Reports every credential but passwords: any other type may replace our factor at a login. */
    private static Optional<Notice> ofCredential(Map<String, String> details, Notice ours, Notice other) {
        String type = details.get(Details.CREDENTIAL_TYPE);
        if (Identifiers.CREDENTIAL_TYPE.equals(type)) {
            return Optional.of(ours);
        }
        return type == null || PasswordCredentialModel.TYPE.equals(type) ? Optional.empty() : Optional.of(other);
    }

    /** Whether only users with a factor of ours get this mail. */
    boolean needsFactor() {
        return this == OTHER_ADDED || this == OTHER_REMOVED || this == IDENTITY_PROVIDER_LINKED;
    }

    /** Whether the rate is limited, because a guesser could cause many mails. All others have limits of their own. */
    boolean isLimited() {
        return this == REPLAYED;
    }

    /** Returns the name in the keys of messages, such as {@code set_up}. */
    String messageName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
