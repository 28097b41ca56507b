package io.verifytotp.keycloak.it.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.mail.Mailbox;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.IdentityProvider;
import io.verifytotp.keycloak.it.support.realm.MailedRealm;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Who has a factor is told when something else can stand in for it, and when that goes again. */
class StandInNoticesIT {
    private static final Map<String, String> RECOVERY_CODES = Map.of("kc_action", "CONFIGURE_RECOVERY_AUTHN_CODES");

    @AutoClose
    private final MailedRealm owlbank = MailedRealm.of(RealmBuilder.aRealm().codeIfConfigured());

    private final TestRealm realm = owlbank.realm();
    private final Mailbox mailbox = owlbank.mailbox();

    @Test
    void newRecoveryCodesAndTheirRemovalAreTold() {
        EnrolledUser user = enrolled();
        HttpLogin login = loggedIn(user);

        HttpPage end = login.submit(login.start(RECOVERY_CODES), Map.of());

        assertThat(end.redirect().orElseThrow().parameter("kc_action_status")).contains("success");
        assertThat(mailbox.await(2).get(1))
                .contains("To: " + user.user().username() + "@example.org")
                .contains("Subject: Another way to sign in was set up")
                .contains("for your account at OwlBank: recovery codes.")
                .contains("instead of your authenticator app")
                .contains("If you did not do this")
                .doesNotContain("verifyTotp");

        String codes = credential(user.user(), "recovery-authn-codes");
        HttpPage removed = login.submit(login.start(Map.of("kc_action", "delete_credential:" + codes)), Map.of());

        assertThat(removed.redirect().orElseThrow().parameter("kc_action_status"))
                .contains("success");
        assertThat(mailbox.await(3).get(2))
                .contains("was removed from your account at OwlBank: recovery codes.")
                .doesNotContain("verifyTotp");
    }

    @Test
    void whoHasNoFactorIsToldNothing() {
        TestUser without = realm.addUser("without-" + UUID.randomUUID());
        HttpLogin login = new HttpLogin(realm);
        assertThat(login.startWithPassword(without).isLoggedIn()).isTrue();
        HttpPage end = login.submit(login.start(RECOVERY_CODES), Map.of());
        assertThat(end.redirect().orElseThrow().parameter("kc_action_status")).contains("success");

        EnrolledUser other = enrolled();

        assertThat(mailbox.mails())
                .singleElement()
                .asString()
                .contains("To: " + other.user().username());
    }

    @Test
    void aNewPasswordIsNoneOfOurBusiness() {
        EnrolledUser user = enrolled();
        HttpLogin login = loggedIn(user);

        HttpPage end = login.submit(
                login.start(Map.of("kc_action", "UPDATE_PASSWORD")),
                Map.of("password-new", "another-password", "password-confirm", "another-password"));

        assertThat(end.redirect().orElseThrow().parameter("kc_action_status")).contains("success");
        enrolled();
        assertThat(mailbox.await(2)).hasSize(2).noneMatch(mail -> mail.contains("Another way to sign in"));
    }

    @Test
    void anIdentityProviderThatIsLinkedIsTold() {
        try (TestRealm partner = RealmBuilder.aRealm().user("partner").createOn(SharedKeycloak.get())) {
            IdentityProvider.of(partner).addTo(realm, "owl-partner", "Owl Partners");
            EnrolledUser user = enrolled();
            HttpLogin login = loggedIn(user);

            HttpPage confirm = login.start(Map.of("kc_action", "idp_link:owl-partner"));
            HttpPage end = login.password(login.submit(confirm, Map.of()), partner.user("partner"));

            assertThat(end.redirect().orElseThrow().parameter("kc_action_status"))
                    .contains("success");
            assertThat(mailbox.await(2))
                    .hasSize(2)
                    .last()
                    .asString()
                    .contains("To: " + user.user().username() + "@example.org")
                    .contains("Your account at OwlBank was linked to Owl Partners")
                    .contains("If you did not do this")
                    .doesNotContain("verifyTotp");
        }
    }

    private EnrolledUser enrolled() {
        int before = mailbox.mails().size();
        EnrolledUser user = EnrolledUser.of(
                ApiFactor.verified(realm.api("manage-verify-totp"), realm.addUser("olivia-" + UUID.randomUUID())));
        mailbox.await(before + 1);
        return user;
    }

    private static HttpLogin loggedIn(EnrolledUser user) {
        HttpLogin login = new HttpLogin(user.realm());
        assertThat(login.code(login.startWithPassword(user.user()), user.freshCode())
                        .isLoggedIn())
                .isTrue();
        return login;
    }

    private String credential(TestUser user, String type) {
        return StreamSupport.stream(realm.credentials(user).spliterator(), false)
                .filter(credential -> credential.get("type").asText().equals(type))
                .map(credential -> credential.get("id").asText())
                .findFirst()
                .orElseThrow();
    }
}
