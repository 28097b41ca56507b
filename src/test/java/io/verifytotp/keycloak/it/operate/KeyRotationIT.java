package io.verifytotp.keycloak.it.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Await;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.StoredFactor;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.KeyRingFile;
import io.verifytotp.keycloak.it.support.server.KeycloakUnderTest;
import io.verifytotp.keycloak.it.support.server.Metrics;
import io.verifytotp.keycloak.it.support.server.OperatorKeys;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Rotation of keys while the shared server runs: a new key, logins, batches, the old key gone, a lost key, wrong files.
 * RotationDrillIT rotates on PostgreSQL.
 */
class KeyRotationIT {
    private static final String TASK = "verify-totp-key-ring";
    private static final Duration USUAL = Duration.ofSeconds(10);
    private static final Duration BETWEEN_LOOKS_AT_THE_FILE = Duration.ofMillis(500);
    private static final Duration TWO_LOOKS_AT_THE_FILE = BETWEEN_LOOKS_AT_THE_FILE.multipliedBy(4);

    private static final KeycloakUnderTest server = SharedKeycloak.get();
    private static final OperatorKeys keys = SharedKeycloak.keys();
    private static final String keysBefore = keys.text();

    private static TestRealm realm;
    private static VerifyApi api;
    private static EnrolledUser alice;
    private static List<ApiFactor> others;

    @BeforeAll
    static void startAndEnroll() {
        Duration usual = new TestClock(server).runEvery(BETWEEN_LOOKS_AT_THE_FILE, TASK);
        assertThat(usual).isEqualTo(USUAL);
        realm = RealmBuilder.aRealm().codeRequired().createOn(server);
        api = realm.api(ApiRole.MANAGE);
        alice = EnrolledUser.enroll(realm, "alice");
        others = IntStream.range(0, 5).mapToObj(i -> enroll("other-" + i)).toList();
    }

    /** The other tests' factors are under the keys of before. */
    @AfterAll
    static void putTheKeysBack() {
        keys.write(keysBefore);
        keys.awaitIn(server, "k1");
        new TestClock(server).runEvery(USUAL, TASK);
        realm.close();
    }

    /** One life of a key ring; each step begins where the one before has left it. */
    @Test
    void keysComeAndGoWhileTheServerRuns() {
        aKeyThatTheCommandAddsSealsWithoutARestart();
        aLoginResealsAndChangesNothingElse();
        aChallengeOfTheApiSealsAnew();
        batchesResealTheRestAndOnlyOnce();
        whoMayOnlyReadOrChallengeSealsNothingAnew();
        otherRealmsAreSealedAnewByTheirOwnCallers();
        withoutTheOldKeysAllVerify();
        aLostKeyRefusesAndIsSeenEverywhere();
        aWrongFileIsSaidOnceAndTheRingBeforeStays();
        aFileThatIsPutRightByItsPermissionsIsRead();
        noKeyIsInTheLog();
    }

    private static void aKeyThatTheCommandAddsSealsWithoutARestart() {
        assertThat(keys.command("add")).isEqualTo(keys.file() + ": keys k2, k1; k2 seals\n");
        assertThat(keys.command("check")).isEqualTo(keys.file() + ": keys k2, k1; k2 seals\n");
        keys.awaitIn(server, "k2", "k1");

        assertThat(sealedSeed(enroll("newcomer").user())).startsWith("v1.k2.");
        assertThat(sealedSeed(alice.user())).startsWith("v1.k1.");
    }

    private static void aLoginResealsAndChangesNothingElse() {
        String before = sealedSeed(alice.user());
        String rest = StoredFactor.of(realm, alice.user()).rest();

        assertThat(alice.logIn(alice.wrongCode()).isLoggedIn()).isFalse();
        assertThat(sealedSeed(alice.user())).isEqualTo(before);

        assertThat(alice.logIn(alice.freshCode()).isLoggedIn()).isTrue();
        String renewed = sealedSeed(alice.user());
        assertThat(renewed).startsWith("v1.k2.");
        assertThat(StoredFactor.of(realm, alice.user()).rest()).isEqualTo(rest);

        assertThat(alice.logIn(alice.freshCode()).isLoggedIn()).isTrue();
        assertThat(sealedSeed(alice.user())).isEqualTo(renewed);
    }

    private static void aChallengeOfTheApiSealsAnew() {
        assertThat(others.get(0).statusFor(others.get(0).freshCode())).isEqualTo("approved");

        assertThat(sealedSeed(others.get(0).user())).startsWith("v1.k2.");
    }

    private static void batchesResealTheRestAndOnlyOnce() {
        TestRealm other = RealmBuilder.aRealm().createOn(server);
        keys.command("add");
        keys.awaitIn(server, "k3", "k2", "k1");

        List<ApiReply> batches = reseal(3);

        // Alice, the newcomer and five others, by three.
        assertThat(batches).extracting(reply -> reply.field("resealed")).containsExactly("3", "3", "1");
        assertThat(batches).extracting(reply -> reply.field("remaining")).containsExactly("4", "", "0");
        assertThat(batches).extracting(reply -> reply.field("failed")).containsOnly("0");
        assertThat(sealedSeeds()).hasSize(7).allMatch(seed -> seed.startsWith("v1.k3."));

        List<String> before = sealedSeeds();
        assertThat(reseal(100)).singleElement().satisfies(reply -> assertThat(reply.field("resealed"))
                .isEqualTo("0"));
        assertThat(sealedSeeds()).isEqualTo(before);
        other.close();
    }

    private static void whoMayOnlyReadOrChallengeSealsNothingAnew() {
        for (String role : List.of(ApiRole.VIEW, ApiRole.CHALLENGE)) {
            realm.api(role).post("/KeyRing/Reseal", Form.of()).expect(403);
        }
        api.post("/KeyRing/Reseal", Form.of("PageSize", "1001")).expectInvalid("PageSize");
        api.post("/KeyRing/Reseal", Form.of("After", "k1")).expectInvalid("After");
    }

    private static void otherRealmsAreSealedAnewByTheirOwnCallers() {
        try (TestRealm other = RealmBuilder.aRealm().createOn(server)) {
            VerifyApi otherApi = other.api(ApiRole.MANAGE);
            ApiFactor factor = ApiFactor.verified(otherApi, other.addUser("elsewhere"));
            keys.command("add");
            keys.awaitIn(server, "k4", "k3", "k2", "k1");

            assertThat(reseal(100)).singleElement().satisfies(reply -> assertThat(reply.field("resealed"))
                    .isEqualTo("7"));
            assertThat(StoredFactor.of(other, factor.user()).seed()).startsWith("v1.k3.");
            assertThat(otherApi.post("/KeyRing/Reseal", Form.of()).expect(200).field("resealed"))
                    .isEqualTo("1");
            assertThat(StoredFactor.of(other, factor.user()).seed()).startsWith("v1.k4.");
        }
    }

    private static void withoutTheOldKeysAllVerify() {
        keys.write(keys.linesOf("k4"));
        keys.awaitIn(server, "k4");

        assertThat(alice.logIn(alice.freshCode()).isLoggedIn()).isTrue();
        for (ApiFactor factor : others) {
            assertThat(factor.statusFor(factor.freshCode())).isEqualTo("approved");
        }
    }

    private static void aLostKeyRefusesAndIsSeenEverywhere() {
        String lost = keys.linesOf("k4");
        keys.write(KeyRingFile.line("k9"));
        keys.awaitIn(server, "k9");
        alice.clock().advance(Duration.ofMinutes(2));
        int failuresBefore = Metrics.of(server).seedOpenFailures(realm);
        int linesBefore = missingKeyLines();

        HttpPage refused = alice.logIn(alice.freshCode());
        assertThat(refused.asksForCode()).isTrue();
        assertThat(refused.error()).startsWith("Your code could not be checked.");
        assertThat(realm.events("LOGIN_ERROR")
                        .get(0)
                        .at("/details/verify_totp_reason")
                        .asText())
                .isEqualTo("unreadable_seed");
        for (ApiFactor factor : others) {
            factor.challengeWith("AuthPayload", factor.currentCode()).expect(503);
            factor.challengeWith("AuthPayload", factor.wrongCode()).expect(503);
        }

        assertThat(Metrics.of(server).seedOpenFailures(realm) - failuresBefore).isEqualTo(11);
        assertThat(missingKeyLines() - linesBefore).isEqualTo(1);
        alice.clock().advance(Duration.ofSeconds(61));
        others.get(0).challengeWith("AuthPayload", others.get(0).currentCode()).expect(503);
        assertThat(missingKeyLines() - linesBefore).isEqualTo(2);
        assertThat(reseal(100)).singleElement().satisfies(reply -> {
            assertThat(reply.field("failed")).isEqualTo("7");
            assertThat(reply.field("resealed")).isEqualTo("0");
            assertThat(reply.field("remaining")).isEqualTo("7");
        });

        keys.write(KeyRingFile.line("k10") + lost);
        keys.awaitIn(server, "k10", "k4");
        assertThat(alice.logIn(alice.freshCode()).isLoggedIn()).isTrue();
        assertThat(others.get(0).fetch().field("failures")).isEqualTo("0");
    }

    private static void aWrongFileIsSaidOnceAndTheRingBeforeStays() {
        String right = keys.text();
        keys.write("k11:" + "A".repeat(22) + "==\n" + right);
        Await.until("the complaint", Duration.ofSeconds(60), () -> complaints("key 'k11' has 128 bits") > 0);
        long said = System.nanoTime();

        assertThat(alice.logIn(alice.freshCode()).isLoggedIn()).isTrue();
        assertThat(sealedSeed(enroll("undisturbed").user())).startsWith("v1.k10.");

        Await.until(
                "two more looks at the file",
                Duration.ofSeconds(60),
                () -> System.nanoTime() - said > TWO_LOOKS_AT_THE_FILE.toNanos());
        assertThat(complaints("key 'k11' has 128 bits")).isEqualTo(1);
        assertThat(server.log()).doesNotContain("A".repeat(22));
    }

    /** Its time and size stay the same. */
    private static void aFileThatIsPutRightByItsPermissionsIsRead() {
        String right = keys.text().lines().skip(1).reduce("", (text, line) -> text + line + '\n');
        keys.write(KeyRingFile.line("k12") + right, "rw-r--r--");
        Await.until("the complaint", Duration.ofSeconds(60), () -> complaints("may be read or changed by others") > 0);

        keys.permit("rw-------");

        keys.awaitIn(server, "k12", "k10", "k4");
        assertThat(alice.logIn(alice.freshCode()).isLoggedIn()).isTrue();
        assertThat(sealedSeed(alice.user())).startsWith("v1.k12.");
    }

    private static void noKeyIsInTheLog() {
        for (String line : keys.text().lines().toList()) {
            assertThat(server.log()).doesNotContain(line.substring(line.indexOf(':') + 1));
        }
    }

    private static ApiFactor enroll(String username) {
        ApiFactor factor = ApiFactor.create(api, realm.addUser(username));
        factor.verify(factor.codeOfStep(-1)).expect(200);
        return factor;
    }

    /** All batches of that size, one after the other. */
    private static List<ApiReply> reseal(int size) {
        List<ApiReply> batches = new ArrayList<>();
        Form next = Form.of("PageSize", String.valueOf(size));
        while (true) {
            ApiReply reply = api.post("/KeyRing/Reseal", next).expect(200);
            batches.add(reply);
            if (reply.body().get("last").isNull()) {
                return batches;
            }
            next = Form.of("PageSize", String.valueOf(size), "After", reply.field("last"));
        }
    }

    private static String sealedSeed(TestUser user) {
        return StoredFactor.of(realm, user).seed();
    }

    /** Of the realm. */
    private static List<String> sealedSeeds() {
        return StoredFactor.allOf(realm).stream().map(StoredFactor::seed).toList();
    }

    private static int missingKeyLines() {
        return lines("WARN", "key 'k4' is missing from the key ring");
    }

    private static int complaints(String reason) {
        return lines("ERROR", "The changed key ring is invalid; the previous one stays in use. Correct it: ", reason);
    }

    private static int lines(String... parts) {
        return (int) server.log()
                .lines()
                .filter(line -> List.of(parts).stream().allMatch(line::contains))
                .count();
    }
}
