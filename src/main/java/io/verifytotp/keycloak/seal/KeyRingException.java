package io.verifytotp.keycloak.seal;

/** A key ring can't be used. The message says which one and what to do, and never quotes a key. */
public final class KeyRingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public KeyRingException(String message) {
        super(message);
    }

    public KeyRingException(String message, Throwable cause) {
        super(message, cause);
    }
}
