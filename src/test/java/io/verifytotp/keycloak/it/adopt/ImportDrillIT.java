package io.verifytotp.keycloak.it.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.db.BulkFactors;
import io.verifytotp.keycloak.it.support.db.OurRows;
import io.verifytotp.keycloak.it.support.db.PostgresServer;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.KeycloakServer;
import io.verifytotp.keycloak.it.support.server.OwnKeycloak;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A hundred thousand factors in a hundred files, twice: the second time nothing changes, and memory stays as it is. */
@Tag("thorough")
class ImportDrillIT {
    private static final int FILES = 100;
    private static final int LINES = 1000;

    /** As many as fill Keycloak's cache of users twice over, so that what grows from then on is a leak. */
    private static final int WARM_UP = 20;

    private static final long HEAP_LIMIT = 20_000_000;

    @AutoClose
    private static final OwnKeycloak<PostgresServer> OWN = OwnKeycloak.onPostgres("import-drill");

    private static final PostgresServer database = OWN.database();
    private static final KeycloakServer server = OWN.server();

    @Test
    void theSecondTimeNothingChangesAndMemoryStaysAsItIs() {
        TestRealm realm = RealmBuilder.aRealm().codeRequired().createOn(server);
        VerifyApi api = realm.api(ApiRole.MANAGE);
        OurRows rows = OurRows.of(database, realm);
        List<TestUser> users = new BulkFactors(database, rows, api, OWN.keys()).insertUsers(FILES * LINES);
        database.execute("analyze");
        ImportCalls files = ImportCalls.of(api);

        Run first = run(files, users, "created");
        String after = fingerprint(rows);
        Run second = run(files, users, "exists");

        System.out.printf("First time: %s. Second time: %s%n", first, second);
        assertThat(fingerprint(rows)).isEqualTo(after);
        assertThat(List.of(first, second)).allSatisfy(run -> {
            assertThat(run.accepted()).isEqualTo(FILES * LINES);
            assertThat(run.heapAtTheEnd() - run.heapWarm()).isLessThan(HEAP_LIMIT);
        });
        for (TestUser user : List.of(users.get(0), users.get(users.size() / 2), users.get(users.size() - 1))) {
            String entity = VerifyApi.entity(files.service(), user);
            String sid = api.get(entity + "/Factors").field("factors/0/sid");
            ApiFactor factor = new ApiFactor(
                    api, user, entity, sid, AuthenticatorApp.typed(seed(user)), new TestClock(realm.keycloak()));
            assertThat(factor.statusFor(factor.freshCode())).isEqualTo("approved");
        }
        assertThat(server.log()).doesNotContain(seed(users.get(0)), "OutOfMemory");
    }

    private Run run(ImportCalls files, List<TestUser> users, String result) {
        int accepted = 0;
        long heapWarm = 0;
        long longest = 0;
        long begin = System.nanoTime();
        for (int i = 0; i < FILES; i++) {
            long called = System.nanoTime();
            ApiReply reply = files.send("text/csv", file(users.subList(i * LINES, (i + 1) * LINES)))
                    .expect(200);
            longest = Math.max(longest, System.nanoTime() - called);
            accepted += reply.body().get(result).asInt();
            if (i + 1 == WARM_UP) {
                heapWarm = server.liveHeap();
            }
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        return new Run(took, Duration.ofNanos(longest), accepted, heapWarm, server.liveHeap());
    }

    private static String file(List<TestUser> users) {
        return users.stream()
                .map(user -> user.id() + "," + seed(user) + ",true\n")
                .collect(Collectors.joining("", "identity,secret,verified\n", ""));
    }

    private static String seed(TestUser user) {
        return ImportCalls.seed(user.id().replace("-", ""));
    }

    /** All of the factors' rows and credentials in one text. */
    private String fingerprint(OurRows rows) {
        String ofTheRealm = "realm_id = '" + rows.realmId() + "'";
        return Stream.of(
                        "verify_totp_factor t where " + ofTheRealm,
                        "verify_totp_entity t where " + ofTheRealm,
                        "credential t where type = 'verify-totp'")
                .map(from -> "select count(*) || ' ' || md5(string_agg(md5(t::text), '' order by id)) from " + from)
                .map(database::column)
                .flatMap(List::stream)
                .collect(Collectors.joining(" "));
    }

    private record Run(Duration took, Duration longest, int accepted, long heapWarm, long heapAtTheEnd) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%d lines in %d s, %.1f ms a line, longest call %.1f s, live heap %.0f MB after %d files and %.0f MB"
                            + " at the end",
                    accepted,
                    took.toSeconds(),
                    (double) took.toMillis() / accepted,
                    longest.toMillis() / 1000.0,
                    heapWarm / 1e6,
                    WARM_UP,
                    heapAtTheEnd / 1e6);
        }
    }
}
