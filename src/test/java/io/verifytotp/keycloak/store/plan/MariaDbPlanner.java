package io.verifytotp.keycloak.store.plan;

import io.verifytotp.keycloak.store.plan.Plan.Access;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The table that MariaDB answers. */
final class MariaDbPlanner implements Planner {
    private static final Set<String> RANGES =
            Set.of("const", "eq_ref", "ref", "ref_or_null", "range", "index_merge", "unique_subquery");

    @Override
    public String reading() {
        return "analyze ";
    }

    @Override
    public String changing() {
        return "explain ";
    }

    @Override
    public Plan plan(String sql, ResultSet told) throws SQLException {
        List<Access> accesses = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        boolean sorts = false;
        boolean counted = sql.startsWith("select");
        while (told.next()) {
            String table = told.getString("table");
            String type = told.getString("type");
            String key = told.getString("key");
            String extra = told.getString("Extra");
            double rows = told.getDouble("rows");
            double read = counted ? told.getDouble("r_rows") : rows;
            text.append("%s %s %s %.0f %.0f %s%n".formatted(table, type, key, rows, read, extra));
            sorts |= extra != null && (extra.contains("filesort") || extra.contains("temporary"));
            if (table != null && !sql.startsWith("insert")) {
                String index = key == null ? "" : key.toUpperCase(Locale.ROOT);
                accesses.add(new Access(index, RANGES.contains(type), rows, read));
            }
        }
        return new Plan(sql, accesses, sorts, text.toString());
    }
}
