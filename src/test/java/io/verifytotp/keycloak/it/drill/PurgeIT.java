package io.verifytotp.keycloak.it.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Await;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.db.OurRows;
import io.verifytotp.keycloak.it.support.db.PostgresServer;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.KeyRingFile;
import io.verifytotp.keycloak.it.support.server.KeycloakServer;
import io.verifytotp.keycloak.it.support.server.OperatorKeys;
import io.verifytotp.keycloak.it.support.server.OwnKeycloak;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The purge on PostgreSQL. */
@Tag("thorough")
class PurgeIT extends PurgeRules {
    private static final int BATCHES = 15;

    /** Keycloak has one thread for all that it does at intervals. */
    @AutoClose
    private static final OwnKeycloak<PostgresServer> OWN =
            OwnKeycloak.onPostgres("purge", with -> with.option(OwnKeycloak.PURGE_INTERVAL, "1"));

    private static final OperatorKeys keys = OWN.keys();
    private static final PostgresServer database = OWN.database();
    private static final KeycloakServer server = OWN.server();

    @Test
    void aSlowPurgeKeepsNothingElseWaiting() {
        try (TestRealm realm = RealmBuilder.aRealm()
                .codeRequired()
                .enrollConfig(Map.of("challengeRetention", "7"))
                .createOn(server)) {
            OurRows rows = OurRows.of(database, realm);
            ApiFactor.verified(realm.api(ApiRole.MANAGE), realm.addUser("patient"));
            slowDown();
            insertOldChallenges(rows);
            Await.until("the begin of the purge", Duration.ofSeconds(90), () -> left(rows) < BATCHES * 100);

            keys.write(keys.linesOf("k1") + KeyRingFile.line("k0"));
            keys.awaitIn(server, "k1", "k0");

            assertThat(left(rows)).as("the purge goes on").isPositive();
        } finally {
            database.execute("drop trigger if exists slow on verify_totp_challenge");
        }
    }

    /** Each batch takes a second, and rests for three. */
    private static void slowDown() {
        database.execute("create or replace function slow() returns trigger language plpgsql as"
                + " $$ begin perform pg_sleep(1); return null; end $$");
        database.execute("create trigger slow before delete on verify_totp_challenge"
                + " for each statement execute function slow()");
    }

    private static void insertOldChallenges(OurRows rows) {
        long old = Instant.now().minus(Duration.ofDays(20)).toEpochMilli();
        database.execute("insert into verify_totp_challenge (id, realm_id, entity_id, factor_id, client_id, status,"
                + " wrong_answers, created_at, updated_at, expires_at)"
                + " select gen_random_uuid()::text, realm_id, entity_id, id, 'test-app', 'approved', 0,"
                + " %1$d, %1$d, %1$d + 300000 from verify_totp_factor, generate_series(1, %2$d)"
                        .formatted(old, BATCHES * 100)
                + " where realm_id = '" + rows.realmId() + "'");
    }

    private static int left(OurRows rows) {
        return rows.challenges().size();
    }

    @Override
    OwnKeycloak<?> own() {
        return OWN;
    }
}
