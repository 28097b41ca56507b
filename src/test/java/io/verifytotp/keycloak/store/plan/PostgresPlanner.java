package io.verifytotp.keycloak.store.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.verifytotp.keycloak.store.plan.Plan.Access;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The tree that PostgreSQL answers. */
final class PostgresPlanner implements Planner {
    private static final Set<String> BY_INDEX = Set.of("Index Scan", "Index Only Scan", "Bitmap Index Scan");
    private static final Set<String> CONDITIONS = Set.of("Index Cond", "Recheck Cond");

    @Override
    public String reading() {
        return "explain (analyze, format json) ";
    }

    @Override
    public String changing() {
        return "explain (format json) ";
    }

    @Override
    public Plan plan(String sql, ResultSet told) throws SQLException {
        told.next();
        JsonNode root;
        try {
            root = new ObjectMapper().readTree(told.getString(1)).get(0).get("Plan");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        List<Access> accesses = new ArrayList<>();
        boolean sorts = collect(root, accesses);
        return new Plan(sql, accesses, sorts, root.toString());
    }

    /** Returns whether the node or one below it sorts. */
    private static boolean collect(JsonNode node, List<Access> accesses) {
        String type = node.get("Node Type").asText();
        if (BY_INDEX.contains(type) || type.equals("Seq Scan")) {
            accesses.add(access(node));
        }
        boolean sorts = type.contains("Sort");
        for (JsonNode child : node.path("Plans")) {
            sorts |= collect(child, accesses);
        }
        return sorts;
    }

    private static Access access(JsonNode node) {
        boolean ranges = CONDITIONS.stream().anyMatch(node::has);
        double expected = node.get("Plan Rows").asDouble();
        double read = node.path("Actual Rows").asDouble(expected)
                + node.path("Rows Removed by Filter").asDouble(0);
        return new Access(node.path("Index Name").asText().toUpperCase(Locale.ROOT), ranges, expected, read);
    }
}
