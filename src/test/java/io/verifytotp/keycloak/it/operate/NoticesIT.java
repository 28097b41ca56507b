package io.verifytotp.keycloak.it.operate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.Await;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.mail.Mailbox;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.MailedRealm;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.Metrics;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Users get a mail when something happens to their factors that they should know of. */
class NoticesIT {
    private static final Duration LIMIT = Duration.ofSeconds(40);

    @AutoClose
    private final MailedRealm owlbank = MailedRealm.of(RealmBuilder.aRealm().codeRequired());

    private final TestRealm realm = owlbank.realm();
    private final Mailbox mailbox = owlbank.mailbox();

    @Test
    void anEnrollmentIsTold() {
        EnrolledUser user = EnrolledUser.enroll(realm, "olivia-" + UUID.randomUUID());

        String mail = mailbox.await(1).get(0);

        assertThat(mail)
                .contains("To: " + user.user().username() + "@example.org")
                .contains("An authenticator app was set up for your account at OwlBank")
                .contains("text/html")
                .doesNotContain("verifyTotp")
                .doesNotContain("otpauth");
    }

    @Test
    void aSpentCodeThatIsTriedAgainIsTold() {
        EnrolledUser user = EnrolledUser.enroll(realm, "olivia-" + UUID.randomUUID());
        String code = user.freshCode();
        assertThat(user.logIn(code).isLoggedIn()).isTrue();

        assertThat(user.logIn(code).isLoggedIn()).isFalse();

        assertThat(mailbox.await(2).get(1)).contains("with a code that had been used before");
    }

    @Test
    void aRemovalIsTold() {
        ApiFactor factor =
                ApiFactor.verified(realm.api("manage-verify-totp"), realm.addUser("olivia-" + UUID.randomUUID()));
        mailbox.await(1);

        factor.api().delete(factor.path()).expect(204);

        assertThat(mailbox.await(2).get(1)).contains("was removed from your account");
    }

    @Test
    void twoSetUpsAndTwoRemovalsWithinAMinuteAreFourMails() {
        realm.configureEnrollment(Map.of("maxFactors", "2"));
        VerifyApi api = realm.api("manage-verify-totp");
        TestUser user = realm.addUser("olivia-" + UUID.randomUUID());
        ApiFactor one = ApiFactor.create(api, user);
        ApiFactor two = ApiFactor.create(api, user);

        one.verify(one.currentCode()).expect(200);
        two.verify(two.currentCode()).expect(200);
        mailbox.await(2);
        for (ApiFactor factor : List.of(one, two)) {
            api.delete(factor.path()).expect(204);
        }

        List<String> mails = mailbox.await(4);
        assertThat(mails).filteredOn(mail -> mail.contains("was set up for")).hasSize(2);
        assertThat(mails)
                .filteredOn(mail -> mail.contains("was removed from your account"))
                .hasSize(2);
    }

    @Test
    void reuseIsToldOnceAMinute() {
        EnrolledUser user = EnrolledUser.enroll(realm, "olivia-" + UUID.randomUUID());
        mailbox.await(1);
        String code = user.freshCode();
        assertThat(user.logIn(code).isLoggedIn()).isTrue();
        for (int i = 0; i < 3; i++) {
            assertThat(user.logIn(code).isLoggedIn()).isFalse();
        }
        mailbox.await(2);
        user.clock().advance(Duration.ofSeconds(61));
        String another = user.freshCode();
        assertThat(user.logIn(another).isLoggedIn()).isTrue();

        assertThat(user.logIn(another).isLoggedIn()).isFalse();

        assertThat(mailbox.await(3))
                .filteredOn(mail -> mail.contains("with a code that had been used before"))
                .hasSize(2);
    }

    @Test
    void aMailSaysWhenInWordsAndWhere() {
        EnrolledUser.enroll(realm, "olivia-" + UUID.randomUUID());

        assertThat(mailbox.await(1).get(0))
                .containsPattern(
                        "Date and time: [A-Z][a-z]+ \\d+, \\d{4},? (at )?\\d+:\\d\\d\\X[AP]M UTC\\. IP address: 127\\.0\\.0\\.1\\.");
    }

    @Test
    void aDisabledFactorIsToldOnce() {
        realm.configureEnrollment(Map.of("lockAfter", "20", "disableAfter", "20"));
        ApiFactor factor =
                ApiFactor.verified(realm.api("manage-verify-totp"), realm.addUser("olivia-" + UUID.randomUUID()));
        mailbox.await(1);

        factor.guessWrong(25);

        assertThat(mailbox.await(2).get(1)).contains("was disabled after too many wrong codes");
        assertThat(realm.events("USER_DISABLED_BY_PERMANENT_LOCKOUT")).hasSize(1);
        assertThat(mailbox.mails()).hasSize(2);
    }

    @Test
    void everyLockIsToldOnceHoweverManyTriesFollow() {
        ApiFactor factor =
                ApiFactor.verified(realm.api("manage-verify-totp"), realm.addUser("olivia-" + UUID.randomUUID()));
        mailbox.await(1);

        factor.guessWrong(9);
        mailbox.await(2);
        factor.advance(Duration.ofSeconds(31));
        factor.guessWrong(3);

        List<String> mails = mailbox.await(3);
        assertThat(realm.events("USER_DISABLED_BY_TEMPORARY_LOCKOUT")).hasSize(2);
        assertThat(mails).hasSize(3);
        assertThat(mails.subList(1, 3)).allSatisfy(mail -> assertThat(mail)
                .contains("To: " + factor.user().username() + "@example.org")
                .contains("Subject: Your authenticator app was temporarily locked")
                .contains("of your account at OwlBank was temporarily locked after several wrong codes")
                .contains("You can try again soon.")
                .contains("Ask your administrator")
                .doesNotContain("verifyTotp"));
    }

    @Test
    void aLockAtTheLoginPagesIsTold() {
        EnrolledUser user = EnrolledUser.enroll(realm, "olivia-" + UUID.randomUUID());
        mailbox.await(1);

        for (int i = 0; i < 5; i++) {
            assertThat(user.logIn(user.wrongCode()).isLoggedIn()).isFalse();
        }

        assertThat(mailbox.await(2).get(1)).contains("was temporarily locked");
    }

    @Test
    void whatAnAdministratorRemovesInTheConsoleIsToldIfItIsAFactor() {
        TestUser user = realm.addUser("olivia-" + UUID.randomUUID());
        ApiFactor.verified(realm.api("manage-verify-totp"), user);
        mailbox.await(1);

        for (JsonNode credential : realm.credentials(user)) {
            realm.admin()
                    .deleteCredential(
                            realm.name(), user.id(), credential.get("id").asText());
        }

        assertThat(realm.credentials(user)).isEmpty();
        assertThat(mailbox.await(2).get(1))
                .contains("To: " + user.username() + "@example.org")
                .contains("An administrator removed an authenticator app from your account at OwlBank")
                .doesNotContain("verifyTotp");
        EnrolledUser.enroll(realm, "oscar-" + UUID.randomUUID());
        assertThat(mailbox.await(3)).hasSize(3);
    }

    @Test
    void mailsThatAreSentAndThatFailAreCounted() {
        try (TestRealm missed = RealmBuilder.aRealm()
                .with("smtpServer", Map.of("host", "127.0.0.1", "port", "1", "from", "kc@example.org"))
                .createOn(SharedKeycloak.get())) {
            ApiFactor.verified(realm.api("manage-verify-totp"), realm.addUser("reached"));
            ApiFactor.verified(missed.api("manage-verify-totp"), missed.addUser("missed"));

            Await.until(
                    "both",
                    LIMIT,
                    () -> metrics().mails(realm, "sent") == 1 && metrics().mails(missed, "failed") == 1);
            assertThat(SharedKeycloak.get().log()).contains("a mail about a factor could not be sent (set_up)");
            assertThat(metrics().text().lines().filter(line -> line.startsWith("# HELP verify_totp_")))
                    .hasSizeGreaterThanOrEqualTo(2)
                    .allSatisfy(line -> assertThat(line).containsPattern("^# HELP \\w+ [A-Z][a-z]+ "));
        }
    }

    private static Metrics metrics() {
        return Metrics.of(SharedKeycloak.get());
    }

    @Test
    void operatorsSayWhomToAsk() {
        realm.admin()
                .post(
                        realm.path("/localization/en"),
                        Map.of("verifyTotpNoticeContact", "Call OwlBank at 555-0100, day and night."))
                .expect(204);

        EnrolledUser.enroll(realm, "olivia-" + UUID.randomUUID());

        assertThat(mailbox.await(1).get(0))
                .contains("Call OwlBank at 555-0100, day and night.")
                .doesNotContain("Questions?");
    }

    @Test
    void nobodyIsToldWhereTheRealmHasSwitchedItOff() {
        realm.configureEnrollment(Map.of("notifyUsers", "off"));
        ApiFactor factor =
                ApiFactor.verified(realm.api("manage-verify-totp"), realm.addUser("olivia-" + UUID.randomUUID()));
        factor.guessWrong(5);
        realm.credentials(factor.user()).forEach(credential -> realm.admin()
                .deleteCredential(
                        realm.name(), factor.user().id(), credential.get("id").asText()));
        realm.configureEnrollment(Map.of("notifyUsers", "on"));
        EnrolledUser other = EnrolledUser.enroll(realm, "oscar-" + UUID.randomUUID());

        assertThat(mailbox.await(1).get(0)).contains(other.user().username());
        assertThat(mailbox.mails()).hasSize(1);
    }
}
