package io.verifytotp.keycloak.it.support.walk;

import io.verifytotp.keycloak.it.support.mail.Mailbox;
import java.net.URI;
import java.util.List;
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

    /** The link of the newest one that has one: notices have none. */
    Optional<URI> newest() {
        List<String> mails = mailbox.mails();
        for (int number = mails.size() - 1; number >= seen; number--) {
            if (mails.get(number).replace("=\n", "").contains("/action-token?")) {
                return Optional.of(mailbox.awaitLink(number));
            }
        }
        return Optional.empty();
    }
}
