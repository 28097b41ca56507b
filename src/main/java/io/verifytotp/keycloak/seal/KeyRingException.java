package io.verifytotp.keycloak.seal;

/** Thrown if a key ring can't be used. The message names the ring and the remedy, and never quotes a key. */
public final class KeyRingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public KeyRingException(String message) {
        super(message);
    }

    public KeyRingException(String message, Throwable cause) {
        super(message, cause);
    }
}
