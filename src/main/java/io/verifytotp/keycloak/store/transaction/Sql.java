package io.verifytotp.keycloak.store.transaction;

import jakarta.persistence.EntityManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.hibernate.engine.jdbc.spi.JdbcCoordinator;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;

/**
 * A statement, or a part of one, in SQL that all databases know, with its parameters in the order of the question marks.
 * For the statements that every answer takes: Hibernate translates an update in JPQL each time that it runs, which takes
 * longer than the update.
 */
public record Sql(String text, List<@Nullable Object> parameters) {
    public static final Sql NONE = Sql.of("");

    public static Sql of(String text, @Nullable Object... parameters) {
        return new Sql(text, Collections.unmodifiableList(Arrays.asList(parameters)));
    }

    /** Returns this part followed by others. */
    public Sql then(Sql... others) {
        StringBuilder all = new StringBuilder(text);
        List<@Nullable Object> values = new ArrayList<>(parameters);
        for (Sql other : others) {
            all.append(other.text);
            values.addAll(other.parameters);
        }
        return new Sql(all.toString(), values);
    }

    /** Returns this part followed by others that are not empty, separated by commas. */
    public Sql comma(Sql... others) {
        Sql all = this;
        for (Sql other : others) {
            if (!other.text.isEmpty()) {
                all = all.text.isEmpty() ? other : all.then(Sql.of(", "), other);
            }
        }
        return all;
    }

    /**
     * Runs the statement in the transaction of {@code em}, and returns the number of rows that it changed. Hibernate logs
     * it as its own and names its failures, but does not know what it changes: {@code em} must not have read that.
     */
    public int execute(EntityManager em) {
        SharedSessionContractImplementor session = em.unwrap(SharedSessionContractImplementor.class);
        JdbcCoordinator jdbc = session.getJdbcCoordinator();
        PreparedStatement statement = jdbc.getStatementPreparer().prepareStatement(text);
        try {
            for (int i = 0; i < parameters.size(); i++) {
                statement.setObject(i + 1, parameters.get(i));
            }
            return jdbc.getResultSetReturn().executeUpdate(statement, text);
        } catch (SQLException e) {
            throw session.getJdbcServices().getSqlExceptionHelper().convert(e, "A parameter was refused", text);
        } finally {
            jdbc.getLogicalConnection().getResourceRegistry().release(statement);
            jdbc.afterStatementExecution();
        }
    }
}
