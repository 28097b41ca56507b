package io.verifytotp.keycloak.store.plan;

import java.sql.ResultSet;
import java.sql.SQLException;

/** How one product tells its plans. */
interface Planner {
    /** Returns the words that precede a statement that reads. The statement runs, and its rows are counted. */
    String reading();

    /** Returns the words that precede a statement that changes rows. The statement does not run. */
    String changing();

    Plan plan(String sql, ResultSet told) throws SQLException;
}
