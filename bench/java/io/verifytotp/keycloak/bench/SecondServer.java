package io.verifytotp.keycloak.bench;

import io.verifytotp.keycloak.it.support.Await;
import io.verifytotp.keycloak.it.support.db.PostgresServer;
import io.verifytotp.keycloak.it.support.server.KeycloakServer;
import io.verifytotp.keycloak.it.support.server.OwnKeycloak;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Measures a start of a server, and its purge. */
record SecondServer(OwnKeycloak<PostgresServer> own, String realmId) {
    static final String HEAD = "| entities | what | times | ms |\n|---|---|---|---|\n";

    private static final int STARTS = 3;
    private static final int OLD_CHALLENGES = 3000;
    private static final Duration AGE = Duration.ofDays(31);
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** The last search of a purge. */
    private static final String SEARCH_FOR_CLIENTS =
            "query ilike '%verify_totp_challenge%not exists%client%' and query not ilike '%pg_stat%'";

    private static final String STATEMENTS = """
            select case when query ilike 'delete%' then 'purge: delete 100 challenges'
                        when query ilike '%for %update%' then 'purge: lock 100 challenges'
                        when query ilike '%not exists%client%' then 'purge: look for names of removed clients'
                        when query ilike '%not exists%user_entity%' and query ilike '%verify_totp_entity%'
                             and query not ilike '%verify_totp_factor%' then 'purge: look for Entities of removed users'
                        when query ilike '%not exists%component%' then 'purge: look for Entities of removed storages'
                        when query ilike '%not exists%realm%' and query ilike '%verify_totp_entity%'
                             and query not ilike '%verify_totp_factor%' then 'purge: look for Entities of removed realms'
                        when query ilike '%not exists%credential%' then 'purge: look for factors without credential'
                        when query ilike '%order by%created_at%' then 'purge: find 100 challenges'
                        when query ilike '%expires_at%' then 'purge: look for expired enrollments'
                        else left(query, 80) end
                   || ' | ' || calls || ' | ' || round(mean_exec_time::numeric, 2)
              from pg_stat_statements
             where query ilike '%verify_totp%' and query not ilike '%pg_stat%'
             order by 1""";

    /** Rows of a table. */
    String measure(int size) {
        List<Long> starts = new ArrayList<>();
        for (int i = 1; i < STARTS; i++) {
            starts.add(start(() -> {}));
        }
        forgetStatements();
        List<String> inStart = new ArrayList<>();
        List<String> inPurge = new ArrayList<>();
        starts.add(start(() -> {
            inStart.addAll(statements());
            purge();
            inPurge.addAll(statements());
        }));
        Collections.sort(starts);
        StringBuilder rows = new StringBuilder();
        rows.append(row(size, "start of the server, the shortest | " + STARTS + " | " + starts.get(0)));
        inStart.forEach(statement -> rows.append(row(size, "start: " + statement)));
        inPurge.forEach(statement -> rows.append(row(size, statement)));
        return rows.toString();
    }

    private static String row(int size, String cells) {
        return String.format(Locale.ROOT, "| %,d | %s |%n", size, cells);
    }

    private List<String> statements() {
        return own.database().column(STATEMENTS);
    }

    private void forgetStatements() {
        own.database().execute("select pg_stat_statements_reset()");
    }

    private long start(Runnable work) {
        long begin = System.nanoTime();
        KeycloakServer server = BenchServer.startPurging(own);
        long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
        try {
            work.run();
        } finally {
            server.close();
        }
        return millis;
    }

    private void purge() {
        long old = Instant.now().minus(AGE).toEpochMilli();
        own.database()
                .execute("insert into verify_totp_challenge (id, realm_id, entity_id, factor_id, status, wrong_answers,"
                        + " created_at, updated_at, expires_at) select gen_random_uuid(), realm_id, entity_id, id,"
                        + " 'approved', 0, " + old + ", " + old + ", " + old + " from verify_totp_factor where realm_id = '"
                        + realmId + "' limit " + OLD_CHALLENGES);
        forgetStatements();
        Await.until("the end of a purge", LIMIT, () -> !own.database()
                .column("select 1 from pg_stat_statements where " + SEARCH_FOR_CLIENTS)
                .isEmpty());
    }
}
