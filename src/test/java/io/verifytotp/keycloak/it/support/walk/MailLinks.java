package io.verifytotp.keycloak.it.support.walk;

import io.verifytotp.keycloak.it.support.mail.Mailbox;
import java.net.URI;
import java.util.Optional;

/** Links in the mails that come during one walk. Keycloak sends them before it answers. */
final class MailLinks {
    private final Mailbox mailbox;
    private int seen;

    MailLinks(Mailbox mailbox) {
        this.mailbox = mailbox;
    }

    /** Leaves aside what came before. */
    void begin() {
        seen = mailbox.mails().size();
    }

    /** The link of the newest one. */
    Optional<URI> newest() {
        int now = mailbox.mails().size();
        return now == seen ? Optional.empty() : Optional.of(mailbox.awaitLink(now - 1));
    }
}
