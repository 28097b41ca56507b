package io.verifytotp.keycloak.it.support.realm;

import io.verifytotp.keycloak.it.support.mail.Mailbox;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;

/** A realm named OwlBank that sends all its mails to a mailbox of its own. */
public record MailedRealm(TestRealm realm, Mailbox mailbox) implements AutoCloseable {
    public static MailedRealm of(RealmBuilder builder) {
        Mailbox mailbox = Mailbox.open();
        TestRealm realm = builder.with("displayName", "OwlBank")
                .with("smtpServer", mailbox.smtpSettings())
                .createOn(SharedKeycloak.get());
        return new MailedRealm(realm, mailbox);
    }

    @Override
    public void close() {
        realm.close();
        mailbox.close();
    }
}
