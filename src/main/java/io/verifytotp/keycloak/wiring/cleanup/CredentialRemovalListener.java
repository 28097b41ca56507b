package io.verifytotp.keycloak.wiring.cleanup;

import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.wiring.mail.NoticeMail;
import io.verifytotp.keycloak.wiring.mail.Notices;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;

/** Removes our row of a removed credential. Keycloak does not call the credential's provider, but sends events. */
final class CredentialRemovalListener implements EventListenerProvider {
    /** The path is decoded, so that ids of users from elsewhere may bring slashes. */
    private static final Pattern CREDENTIAL_PATH = Pattern.compile("users/(.+)/credentials/([^/]+)", Pattern.DOTALL);

    private final KeycloakSession session;
    private final RemovalListener deletes;
    private final Optional<Notices> notices;

    /** @param notices empty if users get no mails */
    CredentialRemovalListener(KeycloakSession session, RemovalListener deletes, Optional<Notices> notices) {
        this.session = session;
        this.deletes = deletes;
        this.notices = notices;
    }

    @Override
    public void onEvent(Event event) {
        Map<String, String> details = event.getDetails();
        if (event.getType() != EventType.REMOVE_CREDENTIAL
                || details == null
                || !Identifiers.CREDENTIAL_TYPE.equals(details.get(Details.CREDENTIAL_TYPE))) {
            return;
        }
        Optional.ofNullable(details.get(Details.SELECTED_CREDENTIAL_ID))
                .or(() -> Optional.ofNullable(details.get(Details.CREDENTIAL_ID)))
                .ifPresent(id -> deletes.credential(session, event.getRealmId(), id, () -> {}));
    }

    /** Handles removals by administrators. Their path is shorter than that of a renaming. */
    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        if (event.getOperationType() != OperationType.ACTION && event.getOperationType() != OperationType.DELETE) {
            return;
        }
        Matcher path = CREDENTIAL_PATH.matcher(
                Optional.ofNullable(event.getResourcePath()).orElse(""));
        if (path.matches()) {
            Optional<NoticeMail> mail = notices.flatMap(each -> each.aboutRemoval(session, event, path.group(1)));
            deletes.credential(
                    session,
                    event.getRealmId(),
                    path.group(2),
                    () -> mail.ifPresent(each -> notices.orElseThrow().post(each)));
        }
    }

    @Override
    public void close() {}
}
