package io.verifytotp.keycloak.wiring.mail;

import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.store.realm.RealmServices;
import io.verifytotp.keycloak.wiring.server.Meter;
import io.verifytotp.keycloak.wiring.server.RateLimit;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.locale.LocaleSelectorProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Creates mails during a request, and queues them after its commit. */
public final class Notices {
    private static final Logger LOG = Logger.getLogger(Notices.class);

    private final MailQueue queue;
    private final NoticeSender sender;
    private final RateLimit rateLimit;

    Notices(MailQueue queue, NoticeSender sender, RateLimit rateLimit) {
        this.queue = queue;
        this.sender = sender;
        this.rateLimit = rateLimit;
    }

    /** Creates the mail that an event calls for; empty if it calls for none, or the user gets no mails. */
    Optional<NoticeMail> about(KeycloakSession session, Event event) {
        String realmId = event.getRealmId();
        String userId = event.getUserId();
        return realmId == null || userId == null
                ? Optional.empty()
                : Notice.of(event)
                        .flatMap(notice -> mail(
                                session,
                                notice,
                                realmId,
                                userId,
                                event.getTime(),
                                event.getIpAddress(),
                                what(notice, event)));
    }

    /** Creates the mail about a factor that an administrator has removed; empty if the user gets no mails. */
    public Optional<NoticeMail> aboutRemoval(KeycloakSession session, AdminEvent event, String userId) {
        String address =
                event.getAuthDetails() == null ? null : event.getAuthDetails().getIpAddress();
        return mail(session, Notice.REMOVED_BY_ADMINISTRATOR, event.getRealmId(), userId, event.getTime(), address, "");
    }

    /** Creates a mail; empty if the realm sends none, or the user has no verified address or lacks the factor. */
    private static Optional<NoticeMail> mail(
            KeycloakSession session,
            Notice notice,
            String realmId,
            String userId,
            long time,
            @Nullable String address,
            String what) {
        RealmModel realm = session.realms().getRealm(realmId);
        if (realm == null
                || !RealmServices.notifiesUsers(realm)
                || realm.getSmtpConfig().isEmpty()) {
            return Optional.empty();
        }
        URI baseUri = session.getContext().getUri().getBaseUri();
        // An administrator's request has the administrator's language.
        boolean ofOther = notice == Notice.REMOVED_BY_ADMINISTRATOR;
        LocaleSelectorProvider languages = session.getProvider(LocaleSelectorProvider.class);
        return Optional.ofNullable(session.users().getUserById(realm, userId))
                .filter(user -> user.getEmail() != null && user.isEmailVerified())
                .filter(user -> !notice.needsFactor() || hasFactor(user))
                .map(user -> new NoticeMail(
                        notice,
                        new NoticeMail.Realm(realmId, realm.getName(), baseUri),
                        NoticeMail.Recipient.of(user),
                        languages.resolveLocale(realm, user, ofOther),
                        time,
                        address,
                        what));
    }

    private static boolean hasFactor(UserModel user) {
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(Identifiers.CREDENTIAL_TYPE)
                .findAny()
                .isPresent();
    }

    /** Queues a mail. About reuse of a code, each user gets at most one mail a minute. */
    public void post(NoticeMail mail) {
        String limited = mail.notice() + " " + mail.recipient().id();
        if (mail.notice().isLimited() && !rateLimit.permits(limited)) {
            return;
        }
        if (!queue.offer(mail.realm().id(), () -> sender.send(mail))) {
            rateLimit.forget(limited);
            Meter.MAILS.count("realm", mail.realm().name(), "outcome", "dropped");
            if (rateLimit.permits("full " + mail.realm().id())) {
                LOG.warnf(
                        "Realm %s: a mail to a user was dropped, because too many wait to be sent. Check the realm's"
                                + " mail server. The metric verify_totp_mails_total counts all dropped mails.",
                        mail.realm().id());
            }
        }
    }

    private static String what(Notice notice, Event event) {
        Map<String, String> details = Optional.ofNullable(event.getDetails()).orElse(Map.of());
        return switch (notice) {
            case OTHER_ADDED, OTHER_REMOVED -> details.getOrDefault(Details.CREDENTIAL_TYPE, "");
            case IDENTITY_PROVIDER_LINKED -> details.getOrDefault(Details.IDENTITY_PROVIDER, "");
            default -> "";
        };
    }
}
