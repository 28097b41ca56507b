package io.verifytotp.keycloak.login.enroll;

import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.domain.service.ServiceOption;
import io.verifytotp.keycloak.domain.service.ServiceOptions;
import io.verifytotp.keycloak.login.service.LoginServices;
import io.verifytotp.keycloak.login.service.ServiceSetting;
import io.verifytotp.keycloak.spi.VerifyProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.keycloak.Config;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionConfigModel;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.userprofile.ValidationException.ValidationExceptionBuilder;
import org.keycloak.validate.ValidationError;

/** Registers the required action {@code verify-totp-enroll}, whose configuration is the realm's default Service. */
public final class EnrollFactorActionFactory implements RequiredActionFactory {
    private static final String UNKNOWN_SERVICE = "Service must be the Sid of a Service of this realm.";

    @Override
    public RequiredActionProvider create(KeycloakSession session) {
        return new EnrollFactorAction(session.getProvider(VerifyProvider.class));
    }

    @Override
    public String getId() {
        return Identifiers.REQUIRED_ACTION;
    }

    @Override
    public String getDisplayText() {
        return "Set up Verify TOTP";
    }

    /** Returns true, so that one action token does not enroll twice (CVE-2026-37982); the default since 26.4.12 and 26.6.2. */
    @Override
    public boolean isOneTimeAction() {
        return true;
    }

    @Override
    public List<ProviderConfigProperty> getConfigMetadata() {
        List<ProviderConfigProperty> properties = new ArrayList<>(MAX_AUTH_AGE_CONFIG_PROPERTIES);
        properties.add(ServiceSetting.ofAction());
        Arrays.stream(ServiceOption.values())
                .map(EnrollFactorActionFactory::property)
                .forEach(properties::add);
        return properties;
    }

    private static ProviderConfigProperty property(ServiceOption option) {
        boolean choice = !option.choices().isEmpty();
        ProviderConfigProperty property = new ProviderConfigProperty(
                option.key(),
                option.label(),
                option.help(),
                choice ? ProviderConfigProperty.LIST_TYPE : ProviderConfigProperty.STRING_TYPE,
                option.defaultValue());
        if (choice) {
            property.setOptions(option.choices());
        }
        return property;
    }

    @Override
    public void validateConfig(KeycloakSession session, RealmModel realm, RequiredActionConfigModel model) {
        RequiredActionFactory.super.validateConfig(session, realm, model);
        List<ServiceOptions.Problem> problems = new ServiceOptions(model.getConfig()).problems();
        boolean knowsService = new LoginServices(session.getProvider(VerifyProvider.class), realm)
                .in(model.getConfig())
                .isPresent();
        if (problems.isEmpty() && knowsService) {
            return;
        }
        ValidationExceptionBuilder refusal = new ValidationExceptionBuilder();
        if (!knowsService) {
            refusal.accept(new ValidationError(getId(), ServiceSetting.KEY, UNKNOWN_SERVICE));
        }
        problems.forEach(problem ->
                refusal.accept(new ValidationError(getId(), problem.option().key(), problem.message())));
        throw refusal.build();
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
