package io.verifytotp.keycloak.it.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Await;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.http.Http;
import io.verifytotp.keycloak.it.support.mail.Mailbox;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** Mails are in the language of the request that caused them, though they are sent outside of it. */
class NoticeLanguagesIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    void theLanguageOfTheBrowserIsThatOfTheMail() {
        try (Mailbox mailbox = Mailbox.open();
                TestRealm realm = realm(mailbox, "en", "de")) {
            EnrolledUser user =
                    EnrolledUser.of(ApiFactor.verified(realm.api("manage-verify-totp"), realm.addUser("olivia")));
            assertThat(mail(mailbox, 0, 0)).contains("An authenticator app was set up");

            refuse(user, Map.of("Accept-Language", "de"));

            assertThat(mail(mailbox, 1, 0))
                    .contains("OwlBank")
                    .contains("Uhrzeit: ")
                    .containsPattern(" UTC\\. IP-Adresse: 127\\.0\\.0\\.1\\.")
                    .doesNotContain("\u2068")
                    .doesNotContain("verifyTotp");
        }
    }

    @Test
    void namesAndAddressesKeepTheirDirectionAmongWordsFromRightToLeft() {
        try (Mailbox mailbox = Mailbox.open();
                TestRealm realm = realm(mailbox, "ar")) {
            ApiFactor.verified(realm.api("manage-verify-totp"), realm.addUser("olivia"));

            for (int part : List.of(0, 1)) {
                assertThat(mail(mailbox, 0, part))
                        .contains("لحسابك في \u2068OwlBank\u2069.")
                        .contains(" UTC\u2069.")
                        .contains(": \u2068127.0.0.1\u2069.")
                        .doesNotContain("verifyTotp");
            }
            assertThat(mail(mailbox, 0, 1)).contains("dir=\"rtl\"");
        }
    }

    private static TestRealm realm(Mailbox mailbox, String... languages) {
        return RealmBuilder.aRealm()
                .with("displayName", "OwlBank")
                .with("smtpServer", mailbox.smtpSettings())
                .with("internationalizationEnabled", true)
                .with("supportedLocales", List.of(languages))
                .with("defaultLocale", languages[0])
                .codeRequiredForDirectGrant()
                .createOn(SharedKeycloak.get());
    }

    private static void refuse(EnrolledUser user, Map<String, String> headers) {
        var request = Http.postForm(
                user.realm().uri("/protocol/openid-connect/token"),
                Map.of(
                        "grant_type", "password",
                        "client_id", TestRealm.CLIENT_ID,
                        "username", user.user().username(),
                        "password", user.user().password(),
                        "totp", user.currentCode()));
        headers.forEach(request::header);
        assertThat(Http.send(request).statusCode()).isEqualTo(400);
    }

    /** The plain text (0) or the HTML (1) of a mail, as soon as it has come. */
    private static String mail(Mailbox mailbox, int number, int part) {
        Await.until("mail " + number, LIMIT, () -> mailbox.mails().size() > number);
        byte[] source = mailbox.mails().get(number).getBytes(StandardCharsets.UTF_8);
        try {
            MimeMessage message =
                    new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(source));
            return (String)
                    ((MimeMultipart) message.getContent()).getBodyPart(part).getContent();
        } catch (MessagingException | IOException e) {
            throw new AssertionError(e);
        }
    }
}
