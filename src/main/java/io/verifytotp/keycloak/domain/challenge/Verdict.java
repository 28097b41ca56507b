package io.verifytotp.keycloak.domain.challenge;

import java.util.Locale;

/** How an answer ended. Only {@link #APPROVED} lets anybody in; every other one refuses. */
public enum Verdict {
    /** The code was right and had never been used; it is spent now. */
    APPROVED,
    /** The code belongs to no step of the window. Counted against the factor. */
    WRONG_CODE,
    /** Not as many digits as the factor's codes have. No guess, so not counted. */
    MALFORMED,
    /** The code was right, but its step or a later one has been used before (RFC 6238 §5.2). Not counted. */
    ALREADY_USED,
    /** Too many wrong codes; tries until the end of the lock are not evaluated and do not extend it. */
    LOCKED,
    /** Too many consecutive wrong codes ever; only a new enrollment or an administrator helps. */
    DISABLED,
    /** The challenge was answered, has expired or had all its attempts. The code was not evaluated. */
    CHALLENGE_CLOSED,
    /** The factor had all its challenges of this hour or day. The code was not evaluated. */
    TOO_MANY_CHALLENGES,
    /** The Entity has no such factor (any more). */
    UNKNOWN_FACTOR,
    /** The seed could not be decrypted: unknown key, or it was tampered with. */
    UNREADABLE_SEED,
    /** The store did not take the outcome, so there is none. */
    STORE_UNAVAILABLE;

    /** The name in events and metrics, such as {@code wrong_code}. */
    public String reason() {
        return name().toLowerCase(Locale.ROOT);
    }
}
