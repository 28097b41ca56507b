package io.verifytotp.keycloak.it.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Command;
import io.verifytotp.keycloak.it.support.FileTree;
import io.verifytotp.keycloak.it.support.Settings;
import io.verifytotp.keycloak.it.support.db.Database;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.realm.Base32Key;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
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
import java.util.Map;

/** A realm with factors in use, and what a thief gets of it: log, exports, and the stopped server's database. */
final class StolenData {
    private static final String SECRET_OF =
            "SELECT SECRET_DATA FROM CREDENTIAL WHERE TYPE = 'verify-totp' AND USER_ID = ?";
    private static final String CHANGE_SECRET =
            "UPDATE CREDENTIAL SET SECRET_DATA = ? WHERE TYPE = 'verify-totp' AND USER_ID = ?";

    private final KeycloakServer server;
    private final TestRealm realm;
    private final EnrolledUser untouched;
    private final EnrolledUser flipped;
    private final EnrolledUser moved;
    private final String partialExport;
    private String log;
    private String everything;
    private String ourTables;
    private String export;

    private StolenData(KeycloakServer server) {
        this.server = server;
        realm = RealmBuilder.aRealm().codeRequired().createOn(server);
        untouched = EnrolledUser.enroll(realm, "untouched-user");
        flipped = EnrolledUser.enroll(realm, "flipped-user");
        moved = EnrolledUser.enroll(realm, "moved-user");
        partialExport = realm.admin()
                .post(realm.path("/partial-export?exportClients=true&exportGroupsAndRoles=true"), Map.of())
                .expect(200)
                .body()
                .toString();
    }

    /** Everybody has logged in with a right code and failed with a wrong one; somebody has not ended the set-up. */
    static StolenData prepareOn(KeycloakServer server) {
        StolenData data = new StolenData(server);
        for (EnrolledUser user : List.of(data.untouched, data.flipped, data.moved)) {
            assertThat(user.logIn(user.wrongCode()).isLoggedIn()).isFalse();
            assertThat(user.logIn(user.freshCode()).isLoggedIn()).isTrue();
        }
        new HttpLogin(data.realm).startWithPassword(data.realm.addUser("pending-user"));
        return data;
    }

    /** Reads all while the server is stopped, flips a byte of one seed, and puts another in its neighbour's place. */
    void readAndTamper() throws IOException, SQLException {
        log = server.log();
        export = exportOfTheRealm();
        try (Database database = Database.of(server)) {
            everything = database.dump();
            ourTables = database.dump("VERIFY_TOTP_ENTITY", "VERIFY_TOTP_FACTOR", "VERIFY_TOTP_CHALLENGE");
            String secret = database.read(SECRET_OF, flipped.user().id());
            database.change(
                    CHANGE_SECRET, withOneByteFlipped(secret), flipped.user().id());
            String foreign = database.read(SECRET_OF, untouched.user().id());
            database.change(CHANGE_SECRET, foreign, moved.user().id());
        }
    }

    private String exportOfTheRealm() throws IOException {
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

    private static String withOneByteFlipped(String secretData) {
        int last = secretData.lastIndexOf('"') - 1;
        char changed = secretData.charAt(last - 4) == 'A' ? 'B' : 'A';
        return secretData.substring(0, last - 4) + changed + secretData.substring(last - 3);
    }

    TestRealm realm() {
        return realm;
    }

    EnrolledUser untouched() {
        return untouched;
    }

    EnrolledUser flipped() {
        return flipped;
    }

    EnrolledUser moved() {
        return moved;
    }

    String log() {
        return log;
    }

    String everything() {
        return everything;
    }

    String ourTables() {
        return ourTables;
    }

    String export() {
        return export;
    }

    String partialExport() {
        return partialExport;
    }

    void assertHoldsNoSeed(String text) {
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
}
