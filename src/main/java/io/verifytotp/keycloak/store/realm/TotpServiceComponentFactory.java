package io.verifytotp.keycloak.store.realm;

import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.domain.service.ServiceOption;
import io.verifytotp.keycloak.domain.service.ServiceOptions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.keycloak.Config;
import org.keycloak.component.ComponentModel;
import org.keycloak.component.ComponentValidationException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderConfigProperty;

/** Checks Services that are saved over our API or Keycloak's Admin API, or come with a realm import. */
public final class TotpServiceComponentFactory implements ServiceComponentFactory {
    static final String ID = "verify-totp-service";

    private static final String IN_MILLISECONDS = "Milliseconds since 1970-01-01 (UTC). Set by the Verify API.";

    @Override
    public void validateConfiguration(KeycloakSession session, RealmModel realm, ComponentModel component)
            throws ComponentValidationException {
        if (component.getId() != null && ServiceId.ofKey(component.getId()).isEmpty()) {
            throw new ComponentValidationException("The id of a Service must be a UUID in lower case.");
        }
        List<ServiceOptions.Problem> problems =
                ComponentServices.options(component).problems();
        if (!problems.isEmpty()) {
            throw new ComponentValidationException(problems.get(0).message());
        }
    }

    @Override
    public ServiceComponent create(KeycloakSession session, ComponentModel component) {
        return () -> {};
    }

    /** Lists every key that a component may have: a partial export leaves the others out. */
    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return Stream.concat(
                        Arrays.stream(ServiceOption.values())
                                .map(option -> property(option.key(), option.label(), option.help())),
                        Stream.of(
                                property(ComponentServices.CREATED, "Made at", IN_MILLISECONDS),
                                property(ComponentServices.UPDATED, "Changed at", IN_MILLISECONDS)))
                .toList();
    }

    private static ProviderConfigProperty property(String key, String label, String help) {
        return new ProviderConfigProperty(key, label, help, ProviderConfigProperty.STRING_TYPE, null);
    }

    @Override
    public String getHelpText() {
        return "A Service of the Verify API, beside the realm's default one.";
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}

    @Override
    public String getId() {
        return ID;
    }
}
