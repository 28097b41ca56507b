package io.verifytotp.keycloak.domain.id;

/**
 * Thrown if a seed can't be sealed or opened: there is no key ring, the ring lacks the key, or the sealed text was
 * altered. The message names key ids and the remedy, never a seed.
 */
public final class SeedUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SeedUnavailableException(String message) {
        super(message);
    }

    public SeedUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
