package io.verifytotp.keycloak.bench.report;

import io.verifytotp.keycloak.it.support.db.DatabaseServer;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How PostgreSQL would run the statements that it has run on our tables, but for those of the purge ({@code not exists}):
 * these look at every row, in the background.
 */
public record Plans(DatabaseServer database) {
    private static final Pattern WHOLE_TABLE = Pattern.compile("Seq Scan on (verify_totp_\\w+|credential|user_entity)");
    private static final String OURS =
            "select query from pg_stat_statements where query ~* 'verify_totp_' and query ~* '^\\s*(select|update|delete)'"
                    + " and query !~* 'bench_' and query !~* 'not exists' order by query";

    public List<String> statements() {
        return database.column(OURS);
    }

    /** Those that read a whole table, each with its plan. */
    public List<String> readingWholeTables() {
        return statements().stream()
                .map(statement -> statement + '\n' + plan(statement))
                .filter(plan -> WHOLE_TABLE.matcher(plan).find())
                .toList();
    }

    /** For any values of the parameters. */
    private String plan(String statement) {
        return String.join("\n", database.column("explain (generic_plan) " + statement));
    }
}
