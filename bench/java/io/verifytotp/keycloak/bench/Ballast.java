package io.verifytotp.keycloak.bench;

import io.verifytotp.keycloak.it.support.db.PostgresServer;
import java.util.List;

/**
 * Users with a factor and ten challenges each, made by SQL: rows that nobody asks for, among which those of the
 * benchmarks have to be found. A hundred factors are locked, whatever the number: so many as fill two pages. The seeds are
 * sealed with a key that is not there.
 */
record Ballast(PostgresServer database, String realmId, String serviceId) {
    /** The column SECRET_DATA of their credentials. */
    static final String SEED = "{\"seed\":\"v1.k0.none\"}";

    private static final int CHALLENGES = 10;

    private static final String OF_CHALLENGES =
            " from pg_indexes where tablename = 'verify_totp_challenge' and indexdef not like '%UNIQUE%' order by indexname";
    private static final String INDEXES = "select indexdef" + OF_CHALLENGES;
    private static final String INDEX_NAMES = "select indexname" + OF_CHALLENGES;

    /** Inserts rows for so many entities. The caller calls {@link #settle} when all rows are inserted. */
    void add(int entities) {
        database.execute("create table bench_ballast (n int, user_id varchar(36), entity_id varchar(36),"
                + " factor_id varchar(36))");
        database.execute("insert into bench_ballast select n, gen_random_uuid(), gen_random_uuid(), gen_random_uuid()"
                + " from generate_series(1, " + entities + ") n");
        String now = Long.toString(System.currentTimeMillis());
        database.execute("insert into user_entity (id, realm_id, username, enabled, email_verified, email_constraint,"
                + " created_timestamp, not_before) select user_id, '" + realmId + "', 'ballast-' || n, true, false,"
                + " user_id, " + now + ", 0 from bench_ballast");
        database.execute("insert into credential (id, type, user_id, created_date, secret_data, credential_data,"
                + " priority, version) select factor_id, 'verify-totp', user_id, " + now + ", '" + SEED + "',"
                + " '{\"service\":\"" + serviceId + "\",\"algorithm\":\"sha1\",\"digits\":6,\"period\":30,\"skew\":1}',"
                + " 10, 0 from bench_ballast");
        database.execute("insert into verify_totp_entity (id, realm_id, service_id, user_id, created_at, factors_made,"
                + " factors_made_since) select entity_id, '" + realmId + "', '" + serviceId + "', user_id, " + now
                + " - n, 1, 0 from bench_ballast");
        database.execute("insert into verify_totp_factor (id, realm_id, entity_id, created_at, updated_at, last_step,"
                + " failures, locked_until) select factor_id, '" + realmId + "', entity_id, " + now + ", " + now
                + ", -1, 0, case when n <= 100 then " + now + " + 86400000 end from bench_ballast");
        List<String> indexes = database.column(INDEXES);
        database.column(INDEX_NAMES).forEach(index -> database.execute("drop index " + index));
        database.execute("insert into verify_totp_challenge (id, realm_id, entity_id, factor_id, status, wrong_answers,"
                + " created_at, updated_at, expires_at) select uuidv7(), '" + realmId + "', entity_id,"
                + " factor_id, case when c = 1 then 'pending' else 'approved' end, 0, " + now + " - c * 60000, " + now
                + ", " + now + " + 300000 from bench_ballast, generate_series(1, " + CHALLENGES + ") c");
        indexes.forEach(database::execute); // Made at once, which takes a fraction of the time.
    }

    /** Lets PostgreSQL do what it has to after so many writes. It would come while something is measured. */
    static void settle(PostgresServer database) {
        database.execute("vacuum analyze");
        database.execute("checkpoint");
    }
}
