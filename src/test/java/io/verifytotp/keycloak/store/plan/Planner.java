package io.verifytotp.keycloak.store.plan;

import java.sql.ResultSet;
import java.sql.SQLException;

/** How one product tells its plans. */
interface Planner {
    /** What has to be before a statement that reads: it runs, and the rows are counted. */
    String reading();

    /** What has to be before a statement that changes rows: it does not run. */
    String changing();

    Plan plan(String sql, ResultSet told) throws SQLException;
}
