package io.verifytotp.keycloak.store.realm;

import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.domain.service.ConfiguredService;
import io.verifytotp.keycloak.domain.service.Service;
import io.verifytotp.keycloak.domain.service.ServiceOption;
import io.verifytotp.keycloak.domain.service.ServiceOptions;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.RealmModel;

/** The Services that a realm keeps as components. */
final class ComponentServices {
    static final String CREATED = "createdAt";
    static final String UPDATED = "updatedAt";

    private final RealmModel realm;
    private final OptionWarnings warnings;

    ComponentServices(RealmModel realm, OptionWarnings warnings) {
        this.realm = realm;
        this.warnings = warnings;
    }

    List<ConfiguredService> all() {
        return realm.getComponentsStream(realm.getId(), ServiceComponent.class.getName())
                .map(this::service)
                .sorted(Comparator.comparing(
                                (ConfiguredService each) -> each.createdAt().orElse(Instant.EPOCH))
                        .thenComparing(each -> each.service().id().key()))
                .toList();
    }

    /** Finds one by its id, without reading the others. */
    Optional<ConfiguredService> find(ServiceId id) {
        return Optional.ofNullable(realm.getComponent(id.key()))
                .filter(component -> ServiceComponent.class.getName().equals(component.getProviderType()))
                .map(this::service);
    }

    ConfiguredService create(String name, Map<String, String> values, Instant now) {
        ComponentModel component = new ComponentModel();
        component.setId(ServiceId.random().key());
        component.setParentId(realm.getId());
        component.setProviderType(ServiceComponent.class.getName());
        component.setProviderId(TotpServiceComponentFactory.ID);
        component.put(CREATED, Long.toString(now.toEpochMilli()));
        write(component, name, values, now);
        return service(realm.addComponentModel(component));
    }

    Optional<ConfiguredService> update(
            ConfiguredService service, String name, Map<String, String> values, Instant now) {
        return component(service).map(stored -> {
            // A copy: the original is in Keycloak's cache, where other requests read it at the same time.
            ComponentModel component = new ComponentModel(stored);
            Arrays.stream(ServiceOption.values())
                    .forEach(option -> component.getConfig().remove(option.key()));
            write(component, name, values, now);
            realm.updateComponent(component);
            return service(component);
        });
    }

    void remove(ConfiguredService service) {
        component(service).ifPresent(realm::removeComponent);
    }

    static ServiceOptions options(ComponentModel component) {
        return new ServiceOptions(values(component), ServiceOptions.Ranges.API);
    }

    private static void write(ComponentModel component, String name, Map<String, String> values, Instant now) {
        component.setName(name);
        values.forEach(component::put);
        component.put(UPDATED, Long.toString(now.toEpochMilli()));
    }

    private Optional<ComponentModel> component(ConfiguredService service) {
        return Optional.ofNullable(realm.getComponent(service.service().id().key()));
    }

    private ConfiguredService service(ComponentModel component) {
        ServiceId id = new ServiceId(UUID.fromString(component.getId()));
        // Wrong only if changed by hand, or if our ranges have changed: saving checks the values.
        warnings.ofValues(realm.getId(), "component " + component.getId(), values(component), options(component));
        ServiceOptions options = options(component).withDefaultsForProblems();
        Service service = new Service(id, realm.getId(), options.policy(component.getName()));
        return new ConfiguredService(
                service, component.getName(), false, options.set(), time(component, CREATED), time(component, UPDATED));
    }

    private static Map<String, String> values(ComponentModel component) {
        return Arrays.stream(ServiceOption.values())
                .map(ServiceOption::key)
                .filter(key -> component.get(key) != null)
                .collect(Collectors.toMap(key -> key, component::get));
    }

    private static Optional<Instant> time(ComponentModel component, String key) {
        return Optional.ofNullable(component.get(key))
                .filter(text -> text.matches("\\d{1,15}"))
                .map(text -> Instant.ofEpochMilli(Long.parseLong(text)));
    }
}
