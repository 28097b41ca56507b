package io.verifytotp.keycloak.store.plan;

import java.util.List;
import java.util.stream.Collectors;

/**
 * How a database runs a statement.
 *
 * @param sorts whether it sorts rows after it has read them
 * @param text what the database says
 */
record Plan(String sql, List<Access> accesses, boolean sorts, String text) {
    /**
     * One way to rows of one table.
     *
     * @param index empty where the whole table is read
     * @param ranges whether the index is entered at a place, not read from its beginning to its end
     * @param expected rows that the database expects to read
     * @param read rows that it has read; as many as expected for statements that change rows
     */
    record Access(String index, boolean ranges, double expected, double read) {}

    /** The indexes by name, in capitals. */
    String indexes() {
        return accesses.stream().map(Access::index).distinct().collect(Collectors.joining(", "));
    }

    double expected() {
        return accesses.stream().mapToDouble(Access::expected).sum();
    }

    double read() {
        return accesses.stream().mapToDouble(Access::read).sum();
    }

    String verb() {
        return verbOf(sql);
    }

    static String verbOf(String sql) {
        return sql.strip().split("\\s", 2)[0];
    }
}
