package io.verifytotp.keycloak.store.realm;

import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.domain.service.ConfiguredService;
import io.verifytotp.keycloak.domain.service.Service;
import io.verifytotp.keycloak.domain.service.ServiceOption;
import io.verifytotp.keycloak.domain.service.ServiceOptions;
import io.verifytotp.keycloak.domain.service.Services;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionConfigModel;

/**
 * The default Service of a realm is the configuration of its required action {@value Identifiers#REQUIRED_ACTION}:
 * what the admin console edits. The others are components. Realm export carries both.
 */
public final class RealmServices implements Services {
    private final KeycloakSession session;

    public RealmServices(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public Service defaultOf(String realmId) {
        RealmModel realm = session.realms().getRealm(realmId);
        return new Service(ServiceId.defaultOf(realmId), realmId, options(realm).policy(name(realm)));
    }

    /** What counts: nobody has checked what came with the required action itself, or with a realm import. */
    private static ServiceOptions options(RealmModel realm) {
        Optional<RequiredActionConfigModel> action = action(realm);
        OptionWarnings.ofAction(realm.getId(), action.isEmpty());
        Map<String, String> stored = configuration(action);
        ServiceOptions options = new ServiceOptions(stored);
        OptionWarnings.ofValues(realm.getId(), Identifiers.REQUIRED_ACTION, stored, options);
        return options.withDefaultsForProblems();
    }

    /** Whether users of that realm get e-mails about their factors. */
    public static boolean notifiesUsers(RealmModel realm) {
        return new ServiceOptions(configuration(realm))
                .withDefaultsForProblems()
                .notifiesUsers();
    }

    @Override
    public List<ConfiguredService> of(String realmId) {
        RealmModel realm = session.realms().getRealm(realmId);
        return Stream.concat(Stream.of(configuredDefault(realm)), new ComponentServices(realm).all().stream())
                .toList();
    }

    @Override
    public ConfiguredService create(String realmId, String name, Map<String, String> values, Instant now) {
        return components(realmId).create(name, values, now);
    }

    @Override
    public Optional<ConfiguredService> update(
            ConfiguredService service, String name, Map<String, String> values, Instant now) {
        String realmId = service.service().realm();
        if (!service.isDefault()) {
            return components(realmId).update(service, name, values, now);
        }
        RealmModel realm = session.realms().getRealm(realmId);
        RequiredActionConfigModel config = realm.getRequiredActionConfigByAlias(Identifiers.REQUIRED_ACTION);
        Map<String, String> kept = new HashMap<>(configuration(realm));
        Arrays.stream(ServiceOption.values()).map(ServiceOption::key).forEach(kept::remove);
        kept.putAll(values);
        config.setConfig(kept);
        realm.updateRequiredActionConfig(config);
        return Optional.of(configuredDefault(realm));
    }

    @Override
    public void remove(ConfiguredService service) {
        if (service.isDefault()) {
            throw new IllegalArgumentException("a realm's default Service goes with the realm");
        }
        components(service.service().realm()).remove(service);
    }

    private ConfiguredService configuredDefault(RealmModel realm) {
        // Keycloak keeps settings of its own there, such as max_auth_age: not ours to show, nor to unset.
        Map<String, String> values = options(realm).set();
        return new ConfiguredService(
                defaultOf(realm.getId()), name(realm), true, values, Optional.empty(), Optional.empty());
    }

    private ComponentServices components(String realmId) {
        return new ComponentServices(session.realms().getRealm(realmId));
    }

    private static Map<String, String> configuration(RealmModel realm) {
        return configuration(action(realm));
    }

    private static Map<String, String> configuration(Optional<RequiredActionConfigModel> action) {
        return action.map(RequiredActionConfigModel::getConfig).orElse(Map.of());
    }

    private static Optional<RequiredActionConfigModel> action(RealmModel realm) {
        return Optional.ofNullable(realm.getRequiredActionConfigByAlias(Identifiers.REQUIRED_ACTION));
    }

    /** What the realm is called: the default Service's name, and its issuer where none is set. */
    private static String name(RealmModel realm) {
        String displayName = realm.getDisplayName();
        return displayName == null || displayName.isBlank() ? realm.getName() : displayName;
    }
}
