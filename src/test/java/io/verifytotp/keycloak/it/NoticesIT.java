package io.verifytotp.keycloak.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Users get a mail when something happens to their factors that they should know of. */
class NoticesIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private Mailbox mailbox;
    private TestRealm realm;

    @BeforeEach
    void createRealm() {
        mailbox = Mailbox.open();
        realm = RealmBuilder.aRealm()
                .with("displayName", "OwlBank")
                .with("smtpServer", mailbox.smtpSettings())
                .codeRequired()
                .createOn(SharedKeycloak.get());
    }

    @AfterEach
    void deleteRealm() {
        realm.close();
        mailbox.close();
    }

    @Test
    void anEnrollmentIsTold() {
        EnrolledUser user = EnrolledUser.enroll(realm, "olivia-" + UUID.randomUUID());

        String mail = await(1).get(0);

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

        assertThat(await(2).get(1)).contains("with a code that had been used before");
    }

    @Test
    void aRemovalIsTold() {
        ApiFactor factor =
                ApiFactor.verified(realm.api("manage-verify-totp"), realm.addUser("olivia-" + UUID.randomUUID()));
        await(1);

        factor.api().delete(factor.path()).expect(204);

        assertThat(await(2).get(1)).contains("was removed from your account");
    }

    @Test
    void aDisabledFactorIsToldOnce() {
        realm.configureEnrollment(Map.of("lockAfter", "20", "disableAfter", "20"));
        ApiFactor factor =
                ApiFactor.verified(realm.api("manage-verify-totp"), realm.addUser("olivia-" + UUID.randomUUID()));
        await(1);

        factor.guessWrong(25);

        assertThat(await(2).get(1)).contains("was disabled after too many wrong codes");
        assertThat(realm.events("USER_DISABLED_BY_PERMANENT_LOCKOUT")).hasSize(1);
        assertThat(mailbox.mails()).hasSize(2);
    }

    @Test
    void nobodyIsToldWhereTheRealmHasSwitchedItOff() {
        realm.configureEnrollment(Map.of("notifyUsers", "off"));
        EnrolledUser.enroll(realm, "olivia-" + UUID.randomUUID());
        realm.configureEnrollment(Map.of("notifyUsers", "on"));
        EnrolledUser other = EnrolledUser.enroll(realm, "oscar-" + UUID.randomUUID());

        assertThat(await(1).get(0)).contains(other.user().username());
        assertThat(mailbox.mails()).hasSize(1);
    }

    private List<String> await(int mails) {
        Await.until(mails + " mails", LIMIT, () -> mailbox.mails().size() >= mails);
        return mailbox.mails();
    }
}
