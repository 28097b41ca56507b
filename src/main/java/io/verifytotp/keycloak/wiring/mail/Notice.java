package io.verifytotp.keycloak.wiring.mail;

import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.id.Identifiers;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.models.credential.PasswordCredentialModel;

/** Kinds of mails to users: what they should know of if they have not done it themselves. */
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

    /** Returns what an event of Keycloak means to the user; empty if nothing. */
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

    /** Whatever is neither ours nor a password may stand in for a factor of ours, whoever made the type. */
    private static Optional<Notice> ofCredential(Map<String, String> details, Notice ours, Notice other) {
        String type = details.get(Details.CREDENTIAL_TYPE);
        if (Identifiers.CREDENTIAL_TYPE.equals(type)) {
            return Optional.of(ours);
        }
        return type == null || PasswordCredentialModel.TYPE.equals(type) ? Optional.empty() : Optional.of(other);
    }

    /** Whether it concerns only users who have a factor of ours, beside which it happened. */
    boolean needsFactor() {
        return this == OTHER_ADDED || this == OTHER_REMOVED || this == IDENTITY_PROVIDER_LINKED;
    }

    /** Whether a guesser could fill the user's mailbox with it. All others have a limit of their own. */
    boolean isLimited() {
        return this == REPLAYED;
    }

    /** Returns the name in the keys of messages, such as {@code set_up}. */
    String messageName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
