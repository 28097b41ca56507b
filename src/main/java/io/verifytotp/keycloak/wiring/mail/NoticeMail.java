package io.verifytotp.keycloak.wiring.mail;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.storage.adapter.InMemoryUserAdapter;

/**
 * A mail that waits to be sent. It holds all that only the request knows, so that sending it needs neither a request nor
 * the user's row.
 *
 * @param time in milliseconds, as Keycloak's events have it
 * @param address from where it was done, as Keycloak's event has it; null if nobody knows
 * @param what the type of the credential or the alias of the identity provider that it is about; empty otherwise
 */
public record NoticeMail(
        Notice notice, Realm realm, Recipient recipient, Locale locale, long time, String address, String what) {
    /** @param baseUri of the server, as the request had it */
    record Realm(String id, String name, URI baseUri) {}

    /** A user, at the time of the request. */
    record Recipient(String id, String username, String email, Map<String, List<String>> attributes) {
        static Recipient of(UserModel user) {
            Map<String, List<String>> attributes = user.getAttributes().entrySet().stream()
                    .filter(attribute -> attribute.getValue() != null)
                    .collect(Collectors.toMap(Map.Entry::getKey, attribute -> new ArrayList<>(attribute.getValue())));
            return new Recipient(user.getId(), user.getUsername(), user.getEmail(), attributes);
        }

        /** Returns the user as templates know users, with that language. */
        UserModel asUser(KeycloakSession session, RealmModel of, Locale locale) {
            InMemoryUserAdapter user = new InMemoryUserAdapter(session, of, id);
            attributes.forEach(user::setAttribute);
            user.setUsername(username);
            user.setEmail(email);
            user.setSingleAttribute(UserModel.LOCALE, locale.toLanguageTag());
            return user;
        }
    }

    /** Whether both tell the same user of the same act: Keycloak has two events for a link that takes another's place. */
    boolean isAboutTheSameAs(NoticeMail other) {
        return notice == Notice.IDENTITY_PROVIDER_LINKED
                && notice == other.notice
                && what.equals(other.what)
                && recipient.id().equals(other.recipient.id());
    }
}
