package io.verifytotp.keycloak.store.jpa;

import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.exception.ConstraintViolationException.ConstraintKind;
import org.jspecify.annotations.Nullable;

/** Recognizes an insertion that found a row with its key. Keycloak wraps Hibernate's exception in one of its own. */
final class DuplicateKey {
    private DuplicateKey() {}

    static boolean isCauseOf(RuntimeException failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConstraintViolationException violation) {
                return violation.getKind() == ConstraintKind.UNIQUE;
            }
        }
        return false;
    }
}
