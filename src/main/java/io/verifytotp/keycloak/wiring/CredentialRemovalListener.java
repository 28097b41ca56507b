package io.verifytotp.keycloak.wiring;

import io.verifytotp.keycloak.domain.Identifiers;
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

/** Hears of removed credentials: none of Keycloak's ways to remove one asks the credential's provider. */
final class CredentialRemovalListener implements EventListenerProvider {
    private static final Pattern CREDENTIAL_PATH = Pattern.compile("users/([^/]+)/credentials/([^/]+)");

    private final KeycloakSession session;
    private final Removals removals;
    private final NoticeMail mail;

    CredentialRemovalListener(KeycloakSession session, Removals removals, NoticeMail mail) {
        this.session = session;
        this.removals = removals;
        this.mail = mail;
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
                .ifPresent(id -> removals.credential(session, event.getRealmId(), id));
    }

    /** Removal by an administrator is reported as an action on that path; renaming has a longer one. */
    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        if (event.getOperationType() != OperationType.ACTION && event.getOperationType() != OperationType.DELETE) {
            return;
        }
        Matcher path = CREDENTIAL_PATH.matcher(
                Optional.ofNullable(event.getResourcePath()).orElse(""));
        if (path.matches()) {
            removals.credential(session, event.getRealmId(), path.group(2), () -> tell(event, path.group(1)));
        }
    }

    private void tell(AdminEvent event, String userId) {
        String address =
                event.getAuthDetails() == null ? null : event.getAuthDetails().getIpAddress();
        mail.send(Notice.REMOVED_BY_ADMINISTRATOR, event.getRealmId(), userId, event.getTime(), address);
    }

    @Override
    public void close() {}
}
