package io.verifytotp.keycloak.store.plan;

import io.verifytotp.keycloak.domain.contract.LedgerRules;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.it.support.db.DatabaseServer;
import java.util.List;
import java.util.UUID;

/** 100,000 Entities of one realm with a factor and challenges each, and one Entity with 100,000 challenges. */
final class PlanRows {
    static final int ROWS = 100_000;
    static final ServiceId SERVICE = ServiceId.defaultOf("realm");
    static final ServiceId SMALL_SERVICE = new ServiceId(UUID.fromString("00000000-0000-4000-8000-000000000001"));
    static final EntityKey BUSY = new EntityKey("realm", SERVICE, "busy");
    static final FactorId BUSY_FACTOR = FactorId.random();

    private static final long NOW = LedgerRules.NOW.toEpochMilli();
    private static final String ID = "concat('00000000-0000-4000-%s-', lpad(concat('', %s), 12, '0'))";
    private static final String DIGITS = "(select 0 as D union all select 1 union all select 2 union all select 3"
            + " union all select 4 union all select 5 union all select 6 union all select 7 union all select 8"
            + " union all select 9)";

    private static final String NUMBERS = "insert into NUMBERS select a.D + 10 * b.D + 100 * c.D + 1000 * d.D"
            + " + 10000 * e.D from %1$s a, %1$s b, %1$s c, %1$s d, %1$s e".formatted(DIGITS);

    private static final String ENTITIES =
            """
            insert into VERIFY_TOTP_ENTITY (ID, REALM_ID, SERVICE_ID, USER_ID, CREATED_AT, FACTORS_MADE,
                                            FACTORS_MADE_SINCE)
            select %s, 'realm', case when I %% 250 = 0 then '%s' else '%s' end, concat('user-', I), %d + I / 2, 0, 0
              from NUMBERS""".formatted(id("8000", "I"), SMALL_SERVICE.key(), SERVICE.key(), NOW - ROWS);

    /** In each thousand one is locked, one was and one is disabled; in each hundred one is pending. */
    private static final String FACTORS = """
            insert into VERIFY_TOTP_FACTOR (ID, REALM_ID, ENTITY_ID, CREATED_AT, UPDATED_AT, LAST_STEP, FAILURES,
                   LOCKED_UNTIL, DISABLED_AT, SEALED_SEED, EXPIRES_AT, HOUR_BUDGET_FULL_AT, DAY_BUDGET_FULL_AT, BUDGET_OF)
            select %1$s, 'realm', %2$s, %3$d + I / 2, %3$d, -1, 0,
                   case I %% 1000 when 0 then %4$d + 60000 when 1 then %4$d - 60000 end,
                   case when I %% 1000 = 2 then %3$d end,
                   case when I %% 100 = 3 then 'v1.k1.sealed' end, case when I %% 100 = 3 then %4$d + 60000 end,
                   0, 0, -1000
              from NUMBERS""".formatted(id("8001", "I"), id("8000", "I"), NOW - ROWS, NOW);

    /** Three in each hundred are denied, a third is approved, the others are pending, half of those over. */
    private static final String CHALLENGES = """
            insert into VERIFY_TOTP_CHALLENGE (ID, REALM_ID, ENTITY_ID, FACTOR_ID, STATUS, WRONG_ANSWERS, CREATED_AT,
                                               UPDATED_AT, EXPIRES_AT)
            select %1$s, 'realm', %2$s, %3$s,
                   case when I %% 33 = 1 then 'denied' when I %% 3 = 0 then 'approved' else 'pending' end, 0,
                   %4$d + I / 2, %4$d + I / 2, %5$d + case when I %% 2 = 0 then 1000 else -1000 end
              from NUMBERS where I %% 10 > %6$d""";

    private PlanRows() {}

    static void fill(DatabaseServer server, List<String> analyze) {
        server.execute("create table NUMBERS (I int primary key)");
        server.execute(NUMBERS);
        server.execute(ENTITIES);
        server.execute(FACTORS);
        for (int round = 0; round < 3; round++) {
            server.execute(challenges("810" + round, id("8000", "I"), id("8001", "I"), 0));
        }
        server.execute(entity(BUSY));
        server.execute(factor(BUSY, BUSY_FACTOR, "-1000"));
        server.execute(challenges("8200", quoted(BUSY.id().key()), quoted(BUSY_FACTOR.key()), -1));
        analyze.forEach(server::execute);
    }

    static String entity(EntityKey key) {
        return "insert into VERIFY_TOTP_ENTITY (ID, REALM_ID, SERVICE_ID, USER_ID, CREATED_AT, FACTORS_MADE,"
                + " FACTORS_MADE_SINCE) values ('%s', 'realm', '%s', '%s', %d, 0, 0)"
                        .formatted(key.id().key(), key.service().key(), key.identity(), NOW);
    }

    /** @param budgetOf {@code null} for a row of an older node */
    static String factor(EntityKey owner, FactorId factor, String budgetOf) {
        String time = budgetOf.equals("null") ? "null" : "0";
        return """
                insert into VERIFY_TOTP_FACTOR (ID, REALM_ID, ENTITY_ID, CREATED_AT, UPDATED_AT, LAST_STEP, FAILURES,
                       HOUR_BUDGET_FULL_AT, DAY_BUDGET_FULL_AT, BUDGET_OF)
                values ('%s', 'realm', '%s', %d, %d, -1, 0, %s, %s, %s)""".formatted(factor.key(), owner.id().key(), NOW, NOW, time, time, budgetOf);
    }

    static UUID idOf(String kind, int number) {
        return UUID.fromString("00000000-0000-4000-%s-%012d".formatted(kind, number));
    }

    private static String challenges(String kind, String entity, String factor, int above) {
        return CHALLENGES.formatted(id(kind, "I"), entity, factor, NOW - ROWS, NOW, above);
    }

    private static String id(String kind, String number) {
        return ID.formatted(kind, number);
    }

    private static String quoted(String text) {
        return "'" + text + "'";
    }
}
