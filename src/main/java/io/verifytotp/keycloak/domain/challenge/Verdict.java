package io.verifytotp.keycloak.domain.challenge;

import java.util.Locale;

/** Result of one attempt. Only {@link #APPROVED} verifies; all others refuse. */
public enum Verdict {
    /** The code was right and had never been used; it is used up now. */
    APPROVED(Kind.APPROVED),
    /** The code belongs to no step of the window. */
    WRONG_CODE(Kind.COUNTED),
    /** The number of digits is not that of the factor's codes, so this was no guess. */
    MALFORMED(Kind.NOT_COUNTED),
    /** The code was right, but its step or a later one has been used before (RFC 6238 §5.2). */
    ALREADY_USED(Kind.NOT_COUNTED),
    /** Too many wrong codes. Attempts until the end of the lock are not evaluated and do not extend it. */
    LOCKED(Kind.NOT_COUNTED),
    /** Too many consecutive wrong codes in all. It ends with a new enrollment or by an administrator. */
    DISABLED(Kind.NOT_COUNTED),
    /** The challenge is answered, has expired or has no attempts left. The code was not evaluated. */
    CHALLENGE_CLOSED(Kind.NOT_COUNTED),
    /** The factor has no challenges left for this hour or day. The code was not evaluated. */
    TOO_MANY_CHALLENGES(Kind.NOT_COUNTED),
    /** The Entity does not have this factor, or no longer has it. */
    UNKNOWN_FACTOR(Kind.NOT_COUNTED),
    /** The seed could not be decrypted: its key is missing, or it was tampered with. */
    UNREADABLE_SEED(Kind.OUTAGE),
    /** The store did not commit the result, so there is none. */
    STORE_UNAVAILABLE(Kind.OUTAGE);

    /** Effect of an attempt on the factor's budget. */
    public enum Kind {
        APPROVED,
        /** A wrong code, counted against the factor and the challenge. */
        COUNTED,
        /** Refused, and nothing was counted. */
        NOT_COUNTED,
        /** Nothing could be decided. */
        OUTAGE
    }

    private final Kind kind;

    Verdict(Kind kind) {
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** The name in events and metrics, such as {@code wrong_code}. */
    public String reason() {
        return name().toLowerCase(Locale.ROOT);
    }
}
