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
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerTransaction;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Mails users what happens to their factors, once it has happened for certain. */
final class NoticeListener implements EventListenerProvider {
    private static final Logger LOG = Logger.getLogger(NoticeListener.class);

    private static final String TEMPLATE = "verify-totp-notice.ftl";

    private final Throttle throttle;
    private final KeycloakSessionFactory factory;
    private final EventListenerTransaction committed;

    /** @param throttle keeps a guesser from filling the user's mailbox */
    NoticeListener(KeycloakSession session, Throttle throttle) {
        this.throttle = throttle;
        this.factory = session.getKeycloakSessionFactory();
        this.committed = new EventListenerTransaction(null, this::send);
        session.getTransactionManager().enlistAfterCompletion(committed);
    }

    @Override
    public void onEvent(Event event) {
        if (event.getRealmId() != null
                && event.getUserId() != null
                && Notice.of(event).isPresent()) {
            committed.addEvent(event);
        }
    }

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        // What administrators do they tell their users themselves.
    }

    /** Whatever goes wrong with a mail, the request that it is about has been answered for. */
    private void send(Event event) {
        Notice notice = Notice.of(event).orElseThrow();
        if (!throttle.permits(notice + " " + event.getUserId())) {
            return;
        }
        try {
            KeycloakModelUtils.runJobInTransaction(factory, session -> send(session, event, notice));
        } catch (RuntimeException e) {
            LOG.warnf(e, "Realm %s: no mail was sent about a factor", event.getRealmId());
        }
    }

    private static void send(KeycloakSession session, Event event, Notice notice) {
        RealmModel realm = session.realms().getRealm(event.getRealmId());
        session.getContext().setRealm(realm);
        UserModel user = session.users().getUserById(realm, event.getUserId());
        if (!RealmServices.notifiesUsers(realm) || realm.getSmtpConfig().isEmpty() || !hasAddress(user)) {
            return;
        }
        Locale locale = session.getContext().resolveLocale(user);
        // Keycloak adds to the map, among others the realm's name.
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("kind", notice.messageName());
        attributes.put("when", when(event, locale));
        attributes.put("address", Optional.ofNullable(event.getIpAddress()).orElse("?"));
        try {
            session.getProvider(EmailTemplateProvider.class)
                    .setRealm(realm)
                    .setUser(user)
                    .send("verifyTotpNoticeSubject-" + notice.messageName(), List.of(), TEMPLATE, attributes);
        } catch (EmailException e) {
            LOG.warnf(
                    e, "Realm %s: a user could not be told that a factor was %s", realm.getId(), notice.messageName());
        }
    }

    private static boolean hasAddress(UserModel user) {
        return user != null && user.getEmail() != null && user.isEmailVerified();
    }

    private static String when(Event event, Locale locale) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG)
                .withLocale(locale)
                .withZone(ZoneOffset.UTC)
                .format(Instant.ofEpochMilli(event.getTime()));
    }

    @Override
    public void close() {}
}
