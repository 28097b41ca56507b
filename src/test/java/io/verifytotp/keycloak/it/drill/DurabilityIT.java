package io.verifytotp.keycloak.it.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Await;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.db.PostgresServer;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.KeycloakServer;
import io.verifytotp.keycloak.it.support.server.OwnKeycloak;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What was answered is on the disk. Keycloak commits some of its own transactions on PostgreSQL without waiting for
 * that ({@code synchronous_commit off}, since 26.7), and a crash loses the last of these: none of ours may be among them.
 */
@Tag("thorough")
class DurabilityIT {
    private static final int CRASHES = 50;
    private static final Duration LIMIT = Duration.ofSeconds(50);

    @AutoClose
    private static final OwnKeycloak<PostgresServer> OWN = OwnKeycloak.onPostgres("durability");

    private static final PostgresServer database = OWN.database();
    private static final KeycloakServer server = OWN.server();

    private static TestRealm realm;

    @BeforeAll
    static void start() {
        realm = RealmBuilder.aRealm().codeRequired().createOn(server);
    }

    /** A deferred trigger runs within the commit, after all that could change the setting. */
    @Test
    void ourTransactionsWaitForTheDisk() {
        for (String table : List.of("VERIFY_TOTP_FACTOR", "VERIFY_TOTP_CHALLENGE", "VERIFY_TOTP_ENTITY")) {
            watch(table);
        }

        VerifyApi api = realm.api(ApiRole.MANAGE);
        ApiFactor factor = ApiFactor.verified(api, realm.addUser("durable"));
        EnrolledUser user = new EnrolledUser(realm, factor.user(), factor.app(), factor.clock());
        assertThat(user.logIn(user.freshCode()).isLoggedIn()).isTrue();
        assertThat(factor.statusFor(factor.freshCode())).isEqualTo("approved");
        assertThat(user.logIn(user.wrongCode()).isLoggedIn()).isFalse();
        factor.guessWrong(5);

        for (String table : List.of("VERIFY_TOTP_FACTOR", "VERIFY_TOTP_CHALLENGE", "VERIFY_TOTP_ENTITY")) {
            assertThat(database.column("select distinct mode from commit_modes where of_table = '" + table + "'"))
                    .as(table)
                    .containsExactly("on");
        }
    }

    private static void watch(String table) {
        database.execute("create table if not exists commit_modes (of_table text, mode text)");
        database.execute("create or replace function note_commit() returns trigger language plpgsql as $$ begin"
                + " insert into commit_modes values (upper(tg_table_name), current_setting('synchronous_commit'));"
                + " return null; end $$");
        database.execute("create constraint trigger note_commit after insert or update or delete on " + table
                + " deferrable initially deferred for each row execute function note_commit()");
    }

    @Test
    @Tag("thorough")
    void aSpentCodeStaysSpentWhenTheDatabaseIsKilledRightAfterTheAnswer() {
        VerifyApi api = realm.api(ApiRole.MANAGE);
        for (int crash = 0; crash < CRASHES; crash++) {
            TestUser user = realm.addUser("spent-" + crash);
            ApiFactor factor = ApiFactor.create(api, user);
            factor.verify(factor.codeOfStep(-1)).expect(200);
            String code = factor.codeOfStep(1);
            Instant begun = Instant.now();
            assertThat(factor.statusFor(code)).isEqualTo("approved");

            database.kill();
            database.start();

            Await.until("recovery", LIMIT, () -> isAnswered(factor));
            assertThat(factor.statusFor(code)).as("after crash " + crash).isEqualTo("pending");
            // The code of the next step is in time for a minute at least.
            assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofMinutes(1));
        }
    }

    private static boolean isAnswered(ApiFactor factor) {
        return factor.fetch().status() == 200;
    }
}
