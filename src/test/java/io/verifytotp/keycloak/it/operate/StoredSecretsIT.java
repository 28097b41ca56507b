package io.verifytotp.keycloak.it.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Command;
import io.verifytotp.keycloak.it.support.FileTree;
import io.verifytotp.keycloak.it.support.Settings;
import io.verifytotp.keycloak.it.support.db.Database;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.realm.Base32Key;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.KeyRingFile;
import io.verifytotp.keycloak.it.support.server.KeycloakServer;
import io.verifytotp.keycloak.it.support.server.ServerEnvironment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What a thief of the database or of the log finds, and what changes in the database do. One server goes through it
 * in order: enroll and log in, stop and look, change, start again.
 */
class StoredSecretsIT {
    private static final String SECRET_OF =
            "SELECT SECRET_DATA FROM CREDENTIAL WHERE TYPE = 'verify-totp' AND USER_ID = ?";
    private static final String CHANGE_SECRET =
            "UPDATE CREDENTIAL SET SECRET_DATA = ? WHERE TYPE = 'verify-totp' AND USER_ID = ?";

    private static KeycloakServer server;
    private static TestRealm realm;
    private static EnrolledUser untouched;
    private static EnrolledUser flipped;
    private static EnrolledUser moved;
    private static String log;
    private static String everything;
    private static String ourTables;
    private static String export;
    private static String partialExport;

    @BeforeAll
    static void enrollAndLogInAndRead() throws Exception {
        server = KeycloakServer.named("secrets")
                .databaseFile()
                .option("db-username", "sa")
                .option("db-password", "password")
                .option(
                        "spi-verify-totp--default--key-file",
                        KeyRingFile.create("secrets").toString())
                .logLevel("io.verifytotp:trace")
                .start();
        realm = RealmBuilder.aRealm().codeRequired().createOn(server);
        untouched = EnrolledUser.enroll(realm, "untouched-user");
        flipped = EnrolledUser.enroll(realm, "flipped-user");
        moved = EnrolledUser.enroll(realm, "moved-user");
        for (EnrolledUser user : List.of(untouched, flipped, moved)) {
            assertThat(user.logIn(user.wrongCode()).isLoggedIn()).isFalse();
            assertThat(user.logIn(user.freshCode()).isLoggedIn()).isTrue();
        }
        new HttpLogin(realm).startWithPassword(realm.addUser("pending-user"));
        partialExport = realm.admin()
                .post(realm.path("/partial-export?exportClients=true&exportGroupsAndRoles=true"), Map.of())
                .expect(200)
                .body()
                .toString();
        server.stop();
        log = server.log();
        export = export();
        try (Database database = Database.of(server)) {
            everything = database.dump();
            ourTables = database.dump("VERIFY_TOTP_ENTITY", "VERIFY_TOTP_FACTOR", "VERIFY_TOTP_CHALLENGE");
            tamper(database);
        }
        server.start();
    }

    private static String export() throws IOException {
        Path folder = Settings.work().resolve("exports/secrets");
        FileTree.delete(folder);
        Command.of(
                        server.home().script().toString(),
                        "export",
                        "--optimized",
                        "--db-username=sa",
                        "--db-password=password",
                        "--realm=" + realm.name(),
                        "--users=realm_file",
                        "--dir=" + folder)
                .environment(ServerEnvironment::prepare)
                .output(Duration.ofMinutes(3));
        return Files.readString(folder.resolve(realm.name() + "-realm.json"));
    }

    private static void tamper(Database database) throws SQLException {
        String secret = database.read(SECRET_OF, flipped.user().id());
        database.change(
                CHANGE_SECRET, withOneByteFlipped(secret), flipped.user().id());
        String foreign = database.read(SECRET_OF, untouched.user().id());
        database.change(CHANGE_SECRET, foreign, moved.user().id());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theDatabaseHoldsNoSeedInAnyForm() {
        assertThat(everything).contains("v1.k1.");
        assertHoldsNoSeed(everything);
    }

    @Test
    void ourTablesHoldNoNamesAndNoAddresses() {
        assertThat(ourTables).contains(untouched.user().id());
        assertThat(ourTables.toLowerCase(Locale.ROOT))
                .doesNotContain("untouched-user")
                .doesNotContain("pending-user")
                .doesNotContain("@example.org");
    }

    @Test
    void ourLogHoldsNeitherSeedsNorNames() {
        List<String> ours =
                log.lines().filter(line -> line.contains("[io.verifytotp")).toList();

        assertThat(ours).isNotEmpty().noneMatch(line -> line.contains("untouched-user"));
        assertHoldsNoSeed(log);
    }

    @Test
    void anExportWithItsUsersHoldsNoSeedInAnyForm() {
        assertThat(export).contains("untouched-user").contains("v1.k1.");
        assertHoldsNoSeed(export);
    }

    @Test
    void aPartialExportHoldsNoSeedEvenUnderSeal() {
        assertThat(partialExport).contains("verify-totp-enroll").doesNotContain("v1.k1.");
        assertHoldsNoSeed(partialExport);
    }

    @Test
    void changedAndMovedSeedsAreRefusedAndTheOthersGoOn() {
        untouched.clock().advance(Duration.ofMinutes(30));

        HttpPage afterFlip = flipped.logIn(flipped.freshCode());
        HttpPage ofMoved = moved.logIn(untouched.currentCode());

        for (HttpPage page : List.of(afterFlip, ofMoved)) {
            assertThat(page.asksForCode()).isTrue();
            assertThat(page.error()).startsWith("Your code could not be checked.");
            assertThat(page.html().source()).doesNotContain("Exception").doesNotContain("at io.");
        }
        assertThat(realm.events("LOGIN_ERROR").stream().limit(2).map(event -> event.at("/details/verify_totp_reason")
                        .asText()))
                .containsOnly("unreadable_seed");
        assertThat(server.log())
                .contains("a sealed seed does not open with key 'k1'")
                .doesNotContain("AEADBadTagException");
        assertThat(untouched.logIn(untouched.freshCode()).isLoggedIn()).isTrue();
    }

    private static void assertHoldsNoSeed(String text) {
        for (String form : formsOf(untouched.app().secret())) {
            assertThat(text).doesNotContainIgnoringCase(form);
        }
    }

    /** Raw, hexadecimal, Base32 with and without groups, Base64 and Base64url. */
    private static List<String> formsOf(String base32) {
        byte[] seed = Base32Key.decode(base32);
        return List.of(
                new String(seed, StandardCharsets.ISO_8859_1),
                HexFormat.of().formatHex(seed),
                base32,
                base32.replaceAll("(.{4})(?=.)", "$1 "),
                Base64.getEncoder().withoutPadding().encodeToString(seed),
                Base64.getUrlEncoder().withoutPadding().encodeToString(seed));
    }

    private static String withOneByteFlipped(String secretData) {
        int last = secretData.lastIndexOf('"') - 1;
        char changed = secretData.charAt(last - 4) == 'A' ? 'B' : 'A';
        return secretData.substring(0, last - 4) + changed + secretData.substring(last - 3);
    }
}
