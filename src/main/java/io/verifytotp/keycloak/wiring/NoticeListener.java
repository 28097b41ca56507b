package io.verifytotp.keycloak.wiring;

import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerTransaction;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.KeycloakSession;

/** Mails users what Keycloak's events tell of their factors, once it has happened for certain. */
final class NoticeListener implements EventListenerProvider {
    private final NoticeMail mail;
    private final EventListenerTransaction committed;

    NoticeListener(KeycloakSession session, NoticeMail mail) {
        this.mail = mail;
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
        // Whether a credential that an administrator removed was ours, CredentialRemovalListener finds out.
    }

    private void send(Event event) {
        Notice notice = Notice.of(event).orElseThrow();
        mail.send(notice, event.getRealmId(), event.getUserId(), event.getTime(), event.getIpAddress());
    }

    @Override
    public void close() {}
}
