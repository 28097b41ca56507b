package io.verifytotp.keycloak.it.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.SecondFactors;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keycloak's own OTP of a whole realm, adopted in batches and given back. */
class BulkAdoptionIT {
    @AutoClose
    private final AdoptingRealm adopting = AdoptingRealm.on(SharedKeycloak.get(), "enrolled");

    private List<EnrolledUser> users;

    @BeforeEach
    void addUsers() {
        OtpCredential other = OtpCredential.totp(8, 30, "HmacSHA256");
        users = Stream.of(
                        OtpCredential.usual(),
                        OtpCredential.usual().inBase32(),
                        OtpCredential.totp(6, 30, "HmacSHA512"),
                        other,
                        other.inBase32())
                .map(adopting::userWith)
                .toList();
    }

    @Test
    void adoptsEverybodyInBatchesAndTwiceIsOnce() {
        List<ApiReply> first = adopting.all("Adopt", 2);
        List<ApiReply> second = adopting.all("Adopt", 2);

        assertThat(first).extracting(reply -> reply.field("adopted")).containsExactly("2", "2", "1");
        assertThat(first).extracting(reply -> reply.field("remaining")).containsExactly("3", "", "0");
        assertThat(second).singleElement().satisfies(reply -> {
            assertThat(reply.field("adopted")).isEqualTo("0");
            assertThat(reply.field("remaining")).isEqualTo("0");
        });
        assertThat(users).allMatch(user -> adopting.isAdopted(user.user()));
        assertThat(users)
                .allSatisfy(user ->
                        assertThat(user.logIn(user.freshCode()).isLoggedIn()).isTrue());
    }

    @Test
    void listsAdoptedUsersAsEntities() {
        adopting.all("Adopt", 100);

        List<String> entities = adopting.api().list(adopting.service() + "/Entities").stream()
                .map(entity -> entity.get("identity").asText())
                .toList();
        assertThat(entities)
                .containsExactlyInAnyOrderElementsOf(
                        users.stream().map(user -> user.user().id()).toList());
    }

    @Test
    void saysWhatItWouldDo() {
        List<ApiReply> replies = adopting.all("Adopt", 2, "DryRun", "true");

        assertThat(replies).extracting(reply -> reply.field("adopted")).containsExactly("2", "2", "1");
        assertThat(replies.get(0).field("remaining")).isEqualTo("5");
        assertThat(users).noneMatch(user -> adopting.isAdopted(user.user()));
        assertThat(adopting.api().list(adopting.service() + "/Entities")).isEmpty();
    }

    @Test
    void namesEachThatStays() {
        EnrolledUser enrolled = users.get(0);
        enrolled.logIn(enrolled.freshCode());
        TestUser hasFactor = enrolled.user();
        adopting.realm()
                .admin()
                .put(
                        adopting.realm().path("/users/" + hasFactor.id()),
                        Map.of("credentials", List.of(OtpCredential.usual().representation("Other"))))
                .expect(204);
        TestUser hotp = adopting.userWith(List.of(OtpCredential.hotp().representation()));
        TestUser slow =
                adopting.userWith(List.of(OtpCredential.totp(6, 300, "HmacSHA1").representation()));
        TestUser shortSeed = adopting.userWith(
                List.of(OtpCredential.usual().withSecret("short").representation()));
        TestUser damaged = adopting.userWith(List.of(OtpCredential.raw("Damaged", "{}", "{\"subType\":\"totp\"}")));

        List<ApiReply> replies = adopting.all("Adopt", 3);

        assertThat(AdoptingRealm.skipped(replies, "identity", "reason"))
                .containsExactlyInAnyOrder(
                        hasFactor.id() + " has_factor",
                        hotp.id() + " hotp",
                        slow.id() + " parameters",
                        shortSeed.id() + " seed_length",
                        damaged.id() + " unreadable");
        assertThat(AdoptingRealm.skipped(replies, "reason", "message")).allMatch(text -> text.endsWith("."));
        assertThat(adopting.types(hotp)).contains(SecondFactors.OTP);
        assertThat(replies.get(replies.size() - 1).field("remaining")).isEqualTo("5");
    }

    @Test
    void givesBackToKeycloaksOwnForm() {
        adopting.all("Adopt", 100);
        EnrolledUser used = users.get(0);
        assertThat(used.logIn(used.currentCode()).isLoggedIn()).isTrue();
        adopting.adopt("off");

        List<ApiReply> replies = adopting.all("Restore", 2, "Confirm", "plaintext");

        assertThat(replies).extracting(reply -> reply.field("restored")).containsExactly("2", "2", "1");
        assertThat(users).noneMatch(user -> adopting.isAdopted(user.user()));
        for (EnrolledUser user : users.subList(1, users.size())) {
            // Keycloak's form goes by the machine's clock.
            HttpPage end = adopting.logInAtKeycloaks(user.user(), user.app().codeAt(Instant.now()));
            assertThat(end.isLoggedIn()).as(end.toString()).isTrue();
        }
    }

    @Test
    void keepsWhatIsLocked() {
        adopting.all("Adopt", 100);
        EnrolledUser locked = users.get(0);
        for (int i = 0; i < 5; i++) {
            locked.logIn(locked.wrongCode());
        }
        adopting.adopt("off");

        List<ApiReply> replies = adopting.all("Restore", 100, "Confirm", "plaintext");

        assertThat(AdoptingRealm.skipped(replies, "identity", "reason"))
                .containsExactly(locked.user().id() + " locked");
        assertThat(adopting.isAdopted(locked.user())).isTrue();
    }

    @Test
    void refusesWhatWouldLetUsersInWithoutACode() {
        assertConflict("Restore", "is on", "Confirm", "plaintext");
        adopting.adopt("off");
        assertConflict("Adopt", "is off");
        adopting.call("Restore").expectInvalid("Confirm");
        adopting.call("Restore", "Confirm", "yes").expectInvalid("Confirm");
        adopting.adopt("on");
        adopting.realm()
                .admin()
                .put(adopting.realm().path(""), Map.of("directGrantFlow", "direct grant"))
                .expect(204);
        assertConflict("Adopt", "'direct grant'");
        assertThat(findings()).contains("keycloak-otp-alone");

        EnrolledUser user = users.get(0);
        assertThat(user.logIn(user.freshCode()).isLoggedIn()).isTrue();
        assertThat(adopting.types(user.user())).contains(SecondFactors.OTP);
        assertThat(adopting.call("Adopt", "DryRun", "true").expect(200).field("adopted"))
                .isEqualTo("5");
    }

    @Test
    void refusesWrongParameters() {
        for (String operation : List.of("Adopt", "Restore")) {
            adopting.call(operation, "PageSize", "1001").expectInvalid("PageSize");
            adopting.call(operation, "DryRun", "maybe").expectInvalid("DryRun");
            adopting.call(operation, "After", "elsewhere").expectInvalid("After");
            adopting.call(operation, "dryrun", "true").expectInvalid("dryrun");
        }
        String other = adopting.api().addService("Other");
        adopting.api()
                .post("/Services/" + other + "/KeycloakOtp/Adopt", Form.of())
                .expect(409);
    }

    @Test
    void saysThatCodesAreReusable() {
        assertThat(findings()).doesNotContain("keycloak-otp-reusable", "keycloak-otp-alone");
        ObjectNode realm = (ObjectNode) adopting.realm()
                .admin()
                .get(adopting.realm().path(""))
                .expect(200)
                .body();
        realm.put("otpPolicyCodeReusable", true);
        adopting.realm().admin().put(adopting.realm().path(""), realm).expect(204);

        assertThat(findings()).contains("keycloak-otp-reusable");
    }

    private List<String> findings() {
        return adopting.api().get("/Setup").expect(200).fields("findings", "id");
    }

    private void assertConflict(String operation, String message, String... form) {
        ApiReply reply = adopting.call(operation, form).expect(409);
        assertThat(reply.message()).contains(message);
        assertThat(users).noneMatch(user -> adopting.isAdopted(user.user()));
    }
}
