package io.verifytotp.keycloak.domain.id;

/** Thrown if the store did not respond or commit. The work may have been committed all the same, so refuse. */
public final class StoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreUnavailableException(Throwable cause) {
        super("the store of factors and challenges did not commit", cause);
    }
}
