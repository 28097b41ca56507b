package io.verifytotp.keycloak.store.realm;

import io.verifytotp.keycloak.store.Fake;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RealmProvider;
import org.keycloak.models.RequiredActionConfigModel;

/** A realm's components, which are given as they are in Keycloak's cache, and the configuration of its required action. */
final class FakeRealm {
    static final String ID = "realm-1";

    private final Map<String, ComponentModel> components = new LinkedHashMap<>();
    private Optional<Map<String, String>> configuration = Optional.of(Map.of());
    private String displayName = "";

    FakeRealm configured(Map<String, String> values) {
        configuration = Optional.of(values);
        return this;
    }

    FakeRealm withoutRequiredAction() {
        configuration = Optional.empty();
        return this;
    }

    FakeRealm called(String name) {
        displayName = name;
        return this;
    }

    Map<String, String> configuration() {
        return configuration.orElseThrow();
    }

    /** Puts a component there that nobody has checked. */
    void keep(ComponentModel component) {
        components.put(component.getId(), new ComponentModel(component));
    }

    ComponentModel component(String id) {
        return components.get(id);
    }

    /** A session in which this is the only realm. */
    KeycloakSession session() {
        RealmProvider realms = Fake.of(RealmProvider.class)
                .on("getRealm", arguments -> ID.equals(arguments[0]) ? model() : null)
                .build();
        return Fake.of(KeycloakSession.class).giving("realms", realms).build();
    }

    RealmModel model() {
        return Fake.of(RealmModel.class)
                .giving("getId", ID)
                .giving("getName", "owlbank")
                .on("getDisplayName", arguments -> displayName)
                .on("getComponentsStream", arguments -> ofType((String) arguments[0], (String) arguments[1]).stream())
                .on("getComponent", arguments -> components.get(arguments[0]))
                .on("addComponentModel", arguments -> changed((ComponentModel) arguments[0]))
                .on("updateComponent", arguments -> changed((ComponentModel) arguments[0]))
                .on("removeComponent", arguments -> components.remove(((ComponentModel) arguments[0]).getId()))
                .on("getRequiredActionConfigByAlias", arguments -> action((String) arguments[0]))
                .on("updateRequiredActionConfig", arguments -> save((RequiredActionConfigModel) arguments[0]))
                .build();
    }

    private List<ComponentModel> ofType(String parent, String type) {
        return components.values().stream()
                .filter(each -> parent.equals(each.getParentId())
                        && each.getProviderType().equals(type))
                .map(FakeRealm::copy)
                .toList();
    }

    private ComponentModel changed(ComponentModel component) {
        keep(component);
        return copy(component);
    }

    private static ComponentModel copy(ComponentModel component) {
        return component == null ? null : new ComponentModel(component);
    }

    private RequiredActionConfigModel action(String alias) {
        return configuration
                .filter(values -> alias.equals("verify-totp-enroll"))
                .map(values -> {
                    RequiredActionConfigModel model = new RequiredActionConfigModel();
                    model.setAlias(alias);
                    model.setConfig(new HashMap<>(values));
                    return model;
                })
                .orElse(null);
    }

    private Object save(RequiredActionConfigModel model) {
        configuration = Optional.of(new HashMap<>(model.getConfig()));
        return null;
    }
}
