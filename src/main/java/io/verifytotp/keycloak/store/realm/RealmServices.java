package io.verifytotp.keycloak.store.realm;

import io.verifytotp.keycloak.domain.Identifiers;
import io.verifytotp.keycloak.domain.Service;
import io.verifytotp.keycloak.domain.ServiceId;
import io.verifytotp.keycloak.domain.ServiceOptions;
import io.verifytotp.keycloak.domain.Services;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionConfigModel;

/**
 * The default Service of a realm is the configuration of its required action {@value Identifiers#REQUIRED_ACTION}: what the
 * admin console edits, and realm export carries.
 */
public final class RealmServices implements Services {
    private static final Logger LOG = Logger.getLogger(RealmServices.class);

    private final KeycloakSession session;

    public RealmServices(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public Service defaultOf(String realmId) {
        RealmModel realm = session.realms().getRealm(realmId);
        ServiceOptions options = new ServiceOptions(configuration(realm));
        options.problems()
                .forEach(problem -> LOG.warnf(
                        "Realm %s: the stored configuration of %s is wrong and its default counts: %s",
                        realmId, Identifiers.REQUIRED_ACTION, problem.message()));
        return new Service(
                ServiceId.defaultOf(realmId),
                realmId,
                options.withDefaultsForProblems().policy(issuer(realm)));
    }

    private static Map<String, String> configuration(RealmModel realm) {
        return Optional.ofNullable(realm.getRequiredActionConfigByAlias(Identifiers.REQUIRED_ACTION))
                .map(RequiredActionConfigModel::getConfig)
                .orElse(Map.of());
    }

    private static String issuer(RealmModel realm) {
        String displayName = realm.getDisplayName();
        return displayName == null || displayName.isBlank() ? realm.getName() : displayName;
    }
}
