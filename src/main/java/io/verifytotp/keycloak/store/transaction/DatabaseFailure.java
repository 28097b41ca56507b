package io.verifytotp.keycloak.store.transaction;

import java.sql.SQLException;
import java.util.Optional;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.exception.ConstraintViolationException.ConstraintKind;
import org.jspecify.annotations.Nullable;

/** Recognizes why a statement failed. Keycloak wraps Hibernate's exceptions in its own, and we wrap these. */
public final class DatabaseFailure {
    /** SQL's class of states for a transaction that was rolled back so that another one can go on. */
    private static final String ROLLED_BACK = "40";

    private DatabaseFailure() {}

    /** Returns whether an insertion found a row with its key. */
    public static boolean isDuplicateKey(RuntimeException failure) {
        return cause(failure, ConstraintViolationException.class)
                .filter(violation -> violation.getKind() == ConstraintKind.UNIQUE)
                .isPresent();
    }

    /** Returns whether the database chose this transaction to end a deadlock. Nothing speaks against trying it again. */
    public static boolean isDeadlock(RuntimeException failure) {
        return cause(failure, SQLException.class)
                .map(SQLException::getSQLState)
                .filter(state -> state.startsWith(ROLLED_BACK))
                .isPresent();
    }

    private static <T extends Throwable> Optional<T> cause(RuntimeException failure, Class<T> type) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }
}
