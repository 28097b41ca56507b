package io.verifytotp.owlbank.verify;

/** How a Challenge stands. Only {@link #APPROVED} means that the customer has confirmed that operation. */
public enum Answer {
    APPROVED,
    /** Open; after a code: the code was refused. */
    PENDING,
    /** The customer has declined. */
    DENIED,
    EXPIRED,
    /** No attempts are left. A new Challenge can be made. */
    USED_UP,
    /** The Challenge is about something else. Nothing may be executed for it. */
    DIFFERENT
}
