package io.verifytotp.keycloak.wiring;

import io.verifytotp.keycloak.store.realm.RealmServices;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailTemplateProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Mails users what has happened to their factors, in a transaction of its own. */
final class NoticeMail {
    private static final Logger LOG = Logger.getLogger(NoticeMail.class);

    private static final String TEMPLATE = "verify-totp-notice.ftl";

    private final KeycloakSessionFactory factory;
    private final Throttle throttle;

    /** @param throttle keeps a guesser from filling the user's mailbox */
    NoticeMail(KeycloakSessionFactory factory, Throttle throttle) {
        this.factory = factory;
        this.throttle = throttle;
    }

    /**
     * Whatever goes wrong with a mail, the request that it is about has been answered for.
     *
     * @param time in milliseconds, as Keycloak's events have it
     * @param address from where it was done; null if nobody knows
     */
    void send(Notice notice, String realmId, String userId, long time, String address) {
        // Locks last for half a minute at least, and longer each time: they keep their distance by themselves.
        if (notice != Notice.LOCKED && !throttle.permits(notice + " " + userId)) {
            return;
        }
        try {
            KeycloakModelUtils.runJobInTransaction(factory, session -> {
                RealmModel realm = session.realms().getRealm(realmId);
                session.getContext().setRealm(realm);
                UserModel user = session.users().getUserById(realm, userId);
                if (RealmServices.notifiesUsers(realm) && !realm.getSmtpConfig().isEmpty() && hasAddress(user)) {
                    send(session, user, notice, time, address);
                }
            });
        } catch (RuntimeException e) {
            LOG.warnf(e, "Realm %s: no mail was sent about a factor", realmId);
        }
    }

    private static void send(KeycloakSession session, UserModel user, Notice notice, long time, String address) {
        RealmModel realm = session.getContext().getRealm();
        // Keycloak adds to the map, among others the realm's name.
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("kind", notice.messageName());
        attributes.put("when", when(time, session.getContext().resolveLocale(user)));
        attributes.put("address", Optional.ofNullable(address).orElse("?"));
        try {
            session.getProvider(EmailTemplateProvider.class)
                    .setRealm(realm)
                    .setUser(user)
                    .send("verifyTotpNoticeSubject-" + notice.messageName(), List.of(), TEMPLATE, attributes);
        } catch (EmailException e) {
            LOG.warnf(e, "Realm %s: a user could not be told of a factor: %s", realm.getId(), notice.messageName());
        }
    }

    private static boolean hasAddress(UserModel user) {
        return user != null && user.getEmail() != null && user.isEmailVerified();
    }

    private static String when(long time, Locale locale) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG)
                .withLocale(locale)
                .withZone(ZoneOffset.UTC)
                .format(Instant.ofEpochMilli(time));
    }
}
