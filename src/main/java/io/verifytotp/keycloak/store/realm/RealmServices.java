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
import java.util.function.Function;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionConfigModel;

/**
 * The Services of realms. The default Service is the configuration of the required action
 * {@value Identifiers#REQUIRED_ACTION}, which the admin console edits. The others are components. Realm export contains
 * both.
 */
public final class RealmServices implements Services {
    private final KeycloakSession session;
    private final OptionWarnings warnings;
    private final ParsedServices parsed;

    private RealmServices(KeycloakSession session, OptionWarnings warnings, ParsedServices parsed) {
        this.session = session;
        this.warnings = warnings;
        this.parsed = parsed;
    }

    /** Returns what makes the Services of a session; all that it makes parse a configuration once. */
    public static Function<KeycloakSession, RealmServices> ofSessions() {
        OptionWarnings warnings = new OptionWarnings();
        ParsedServices parsed = new ParsedServices();
        return session -> new RealmServices(session, warnings, parsed);
    }

    public static boolean notifiesUsers(RealmModel realm) {
        return new ServiceOptions(configuration(realm).orElse(Map.of()))
                .withDefaultsForProblems()
                .notifiesUsers();
    }

    @Override
    public Service defaultOf(String realmId) {
        return configuredDefault(session.realms().getRealm(realmId)).service();
    }

    @Override
    public List<ConfiguredService> of(String realmId) {
        RealmModel realm = session.realms().getRealm(realmId);
        return Stream.concat(Stream.of(configuredDefault(realm)), new ComponentServices(realm, warnings).all().stream())
                .toList();
    }

    @Override
    public Optional<ConfiguredService> find(String realmId, ServiceId id) {
        return id.equals(ServiceId.defaultOf(realmId))
                ? Optional.of(configuredDefault(session.realms().getRealm(realmId)))
                : components(realmId).find(id);
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
        Map<String, String> kept = configuration(realm).orElseGet(HashMap::new);
        Arrays.stream(ServiceOption.values()).map(ServiceOption::key).forEach(kept::remove);
        kept.putAll(values);
        config.setConfig(kept);
        realm.updateRequiredActionConfig(config);
        return Optional.of(configuredDefault(realm));
    }

    @Override
    public void remove(ConfiguredService service) {
        if (service.isDefault()) {
            throw new IllegalArgumentException("A realm's default Service can't be removed");
        }
        components(service.service().realm()).remove(service);
    }

    private ConfiguredService configuredDefault(RealmModel realm) {
        Optional<Map<String, String>> configuration = configuration(realm);
        String name = name(realm);
        return parsed.get(realm.getId(), name, configuration, () -> parse(realm.getId(), name, configuration));
    }

    /** Replaces wrong values by defaults: nothing checks the values of a realm import. */
    private ConfiguredService parse(String realmId, String name, Optional<Map<String, String>> configuration) {
        Map<String, String> stored = configuration.orElse(Map.of());
        ServiceOptions options = new ServiceOptions(stored);
        warnings.ofAction(realmId, configuration.isEmpty());
        warnings.ofValues(realmId, Identifiers.REQUIRED_ACTION, stored, options);
        ServiceOptions effective = options.withDefaultsForProblems();
        Service service = new Service(ServiceId.defaultOf(realmId), realmId, effective.policy(name));
        // Leaves out Keycloak's own settings, such as max_auth_age: they are not ours to show or to unset.
        return new ConfiguredService(service, name, true, effective.set(), Optional.empty(), Optional.empty());
    }

    /** Reads the configuration of the required action, as a copy; empty if the realm does not have the action. */
    private static Optional<Map<String, String>> configuration(RealmModel realm) {
        return Optional.ofNullable(realm.getRequiredActionConfigByAlias(Identifiers.REQUIRED_ACTION))
                .map(action -> action.getConfig() == null ? new HashMap<>() : new HashMap<>(action.getConfig()));
    }

    private ComponentServices components(String realmId) {
        return new ComponentServices(session.realms().getRealm(realmId), warnings);
    }

    /** Returns the name of the default Service, which is also its issuer if none is set. */
    private static String name(RealmModel realm) {
        String displayName = realm.getDisplayName();
        return displayName == null || displayName.isBlank() ? realm.getName() : displayName;
    }
}
