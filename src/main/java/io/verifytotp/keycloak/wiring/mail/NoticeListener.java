package io.verifytotp.keycloak.wiring.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;

/** Mails users about changes to their factors, after the change was committed. */
final class NoticeListener extends AbstractKeycloakTransaction implements EventListenerProvider {
    private final KeycloakSession session;
    private final Optional<Notices> notices;
    private final List<NoticeMail> mails = new ArrayList<>();

    /** @param notices empty while the server starts */
    NoticeListener(KeycloakSession session, Optional<Notices> notices) {
        this.session = session;
        this.notices = notices;
        session.getTransactionManager().enlistAfterCompletion(this);
    }

    @Override
    public void onEvent(Event event) {
        notices.flatMap(each -> each.about(session, event))
                .filter(mail -> mails.stream().noneMatch(mail::isAboutTheSameAs))
                .ifPresent(mails::add);
    }

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        // CredentialRemovalListener handles removals by administrators: it knows if the credential was ours.
    }

    @Override
    protected void commitImpl() {
        mails.forEach(mail -> notices.orElseThrow().post(mail));
    }

    @Override
    protected void rollbackImpl() {
        mails.clear();
    }

    @Override
    public void close() {}
}
