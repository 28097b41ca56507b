package io.verifytotp.keycloak.wiring.mail;

import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.store.realm.RealmServices;
import io.verifytotp.keycloak.wiring.server.Meter;
import io.verifytotp.keycloak.wiring.server.RateLimit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.locale.LocaleSelectorProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Writes down in the request what a user is to be told, and hands it over to be sent once that has been committed. */
public final class Notices {
    private static final Logger LOG = Logger.getLogger(Notices.class);

    private final MailQueue queue;
    private final NoticeSender sender;
    private final RateLimit throttle;

    Notices(MailQueue queue, NoticeSender sender, RateLimit throttle) {
        this.queue = queue;
        this.sender = sender;
        this.throttle = throttle;
    }

    /** Returns the mail that an event calls for; empty if it calls for none, or if the user gets none. */
    Optional<NoticeMail> about(KeycloakSession session, Event event) {
        if (event.getRealmId() == null || event.getUserId() == null) {
            return Optional.empty();
        }
        return Notice.of(event).flatMap(notice -> recipient(session, event.getRealmId(), event.getUserId())
                .filter(user -> !notice.needsFactor() || hasFactor(user))
                .map(user -> new NoticeMail(
                        notice,
                        realm(session, event.getRealmId()),
                        NoticeMail.Recipient.of(user),
                        language(session, event.getRealmId(), user, false),
                        event.getTime(),
                        event.getIpAddress(),
                        what(notice, event))));
    }

    /** Returns the mail about a factor of that user that an administrator has removed; empty if the user gets none. */
    public Optional<NoticeMail> aboutRemoval(KeycloakSession session, AdminEvent event, String userId) {
        String address =
                event.getAuthDetails() == null ? null : event.getAuthDetails().getIpAddress();
        return recipient(session, event.getRealmId(), userId)
                .map(user -> new NoticeMail(
                        Notice.REMOVED_BY_ADMINISTRATOR,
                        realm(session, event.getRealmId()),
                        NoticeMail.Recipient.of(user),
                        // The language that the request asks for is the administrator's.
                        language(session, event.getRealmId(), user, true),
                        event.getTime(),
                        address,
                        ""));
    }

    /** Has a mail sent. Reuse of a code is told once a minute, counted from a mail that was handed over. */
    public void post(NoticeMail mail) {
        String limited = mail.notice() + " " + mail.recipient().id();
        if (mail.notice().isLimited() && !throttle.permits(limited)) {
            return;
        }
        if (!queue.offer(mail.realm().id(), () -> sender.send(mail))) {
            throttle.forget(limited);
            Meter.MAILS.count("realm", mail.realm().name(), "outcome", "dropped");
            if (throttle.permits("full " + mail.realm().id())) {
                LOG.warnf(
                        "Realm %s: a mail to a user was dropped, because too many wait to be sent. Look at the realm's"
                                + " mail server. The metric verify_totp_mails_total counts all that are dropped.",
                        mail.realm().id());
            }
        }
    }

    /** The user, if the realm tells its users and this one can be reached. */
    private static Optional<UserModel> recipient(KeycloakSession session, String realmId, String userId) {
        return Optional.ofNullable(session.realms().getRealm(realmId))
                .filter(realm -> RealmServices.notifiesUsers(realm)
                        && !realm.getSmtpConfig().isEmpty())
                .map(realm -> session.users().getUserById(realm, userId))
                .filter(user -> user.getEmail() != null && user.isEmailVerified());
    }

    private static boolean hasFactor(UserModel user) {
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(Identifiers.CREDENTIAL_TYPE)
                .findAny()
                .isPresent();
    }

    private static NoticeMail.Realm realm(KeycloakSession session, String realmId) {
        return new NoticeMail.Realm(
                realmId,
                session.realms().getRealm(realmId).getName(),
                session.getContext().getUri().getBaseUri());
    }

    private static Locale language(KeycloakSession session, String realmId, UserModel user, boolean ofOther) {
        RealmModel realm = session.realms().getRealm(realmId);
        return session.getProvider(LocaleSelectorProvider.class).resolveLocale(realm, user, ofOther);
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
