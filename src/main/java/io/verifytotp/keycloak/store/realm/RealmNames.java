package io.verifytotp.keycloak.store.realm;

import io.verifytotp.keycloak.domain.service.DisplayNames;
import io.verifytotp.keycloak.domain.service.Service;
import io.verifytotp.keycloak.totp.VisibleText;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.theme.TemplatingUtil;
import org.keycloak.theme.Theme;

/** Names of realms and users, with message keys resolved as in the header of the login pages. */
public final class RealmNames implements DisplayNames {
    private static final Logger LOG = Logger.getLogger(RealmNames.class);

    private final KeycloakSession session;

    public RealmNames(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public String ofRealm(String realm, String displayName) {
        return resolved(realm(realm), displayName, null);
    }

    @Override
    public String issuer(Service service, String identity) {
        RealmModel realm = realm(service.realm());
        String issuer = resolved(realm, service.policy().issuer(), user(realm, identity));
        return isBlank(issuer) ? realm.getName() : issuer;
    }

    @Override
    public String account(Service service, String identity) {
        RealmModel realm = realm(service.realm());
        return Optional.ofNullable(user(realm, identity))
                .map(user -> emailAsName(realm, user).orElseGet(user::getUsername))
                .orElse("");
    }

    private static Optional<String> emailAsName(RealmModel realm, UserModel user) {
        return Optional.ofNullable(user.getEmail())
                .filter(email -> realm.isRegistrationEmailAsUsername() && !email.isBlank());
    }

    /** Whether nothing is left to show: a colon ends the issuer in authenticator apps. */
    private static boolean isBlank(String issuer) {
        return VisibleText.oneLine(issuer.replace(':', ' ')).isEmpty();
    }

    private String resolved(RealmModel realm, String name, @Nullable UserModel reader) {
        if (!name.contains("${")) {
            return name;
        }
        try {
            Locale locale = session.getContext().resolveLocale(reader);
            Properties messages = session.theme().getTheme(Theme.Type.LOGIN).getEnhancedMessages(realm, locale);
            return TemplatingUtil.resolveVariables(name, messages);
        } catch (IOException e) {
            LOG.warnf(e, "Realm %s: the messages of the login theme can't be read. Check the theme.", realm.getId());
            return name;
        }
    }

    private RealmModel realm(String id) {
        return session.realms().getRealm(id);
    }

    private UserModel user(RealmModel realm, String identity) {
        return session.users().getUserById(realm, identity);
    }
}
