package io.verifytotp.keycloak.wiring.mail;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.storage.adapter.InMemoryUserAdapter;

/**
 * A mail in the queue, with all data from the request, so that sending it needs neither the request nor the user's row.
 *
 * @param time time of the event, in milliseconds since the epoch
 * @param address client address in the event, possibly not an IP address; null if unknown
 * @param what type of the credential or alias of the identity provider that the mail is about; empty otherwise
 */
public record NoticeMail(
        Notice notice,
        Realm realm,
        Recipient recipient,
        Locale locale,
        long time,
        @Nullable String address,
        String what) {
    record Realm(String id, String name, URI baseUri) {}

    record Recipient(String id, String username, String email, Map<String, List<String>> attributes) {
        static Recipient of(UserModel user) {
            Map<String, List<String>> attributes = user.getAttributes().entrySet().stream()
                    .filter(attribute -> attribute.getValue() != null)
                    .collect(Collectors.toMap(Map.Entry::getKey, attribute -> new ArrayList<>(attribute.getValue())));
            return new Recipient(user.getId(), user.getUsername(), user.getEmail(), attributes);
        }

        UserModel asUser(KeycloakSession session, RealmModel of, Locale locale) {
            InMemoryUserAdapter user = new InMemoryUserAdapter(session, of, id);
            attributes.forEach(user::setAttribute);
            user.setUsername(username);
            user.setEmail(email);
            user.setSingleAttribute(UserModel.LOCALE, locale.toLanguageTag());
            return user;
        }
    }

    /** Whether both report one action: Keycloak sends two events for a link that replaces another. */
    boolean isAboutTheSameAs(NoticeMail other) {
        return notice == Notice.IDENTITY_PROVIDER_LINKED
                && notice == other.notice
                && what.equals(other.what)
                && recipient.id().equals(other.recipient.id());
    }
}
