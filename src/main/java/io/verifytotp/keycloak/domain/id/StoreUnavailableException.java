package io.verifytotp.keycloak.domain.id;

/** The store did not commit. Whether the work was undone or the confirmation was lost is unknown, so refuse. */
public final class StoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreUnavailableException(Throwable cause) {
        super("the store of factors and challenges did not commit", cause);
    }
}
