package io.verifytotp.keycloak.login.enroll;

import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.domain.service.ServiceOption;
import io.verifytotp.keycloak.domain.service.ServiceOptions;
import io.verifytotp.keycloak.login.code.FormFields;
import io.verifytotp.keycloak.login.code.RemovedUser;
import io.verifytotp.keycloak.login.service.LoginServices;
import io.verifytotp.keycloak.login.service.ServiceSetting;
import io.verifytotp.keycloak.login.service.SetUpService;
import io.verifytotp.keycloak.spi.PlainFactory;
import io.verifytotp.keycloak.spi.VerifyProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.keycloak.authentication.CredentialRegistrator;
import org.keycloak.authentication.InitiatedActionSupport;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionConfigModel;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.userprofile.ValidationException.ValidationExceptionBuilder;
import org.keycloak.validate.ValidationError;

/**
 * The required action {@code verify-totp-enroll}: shows a seed that stays on the server, and verifies that the app has it.
 * Its configuration is the realm's default Service.
 */
public final class EnrollFactorAction
        implements RequiredActionProvider,
                CredentialRegistrator,
                RequiredActionFactory,
                PlainFactory<RequiredActionProvider> {
    private static final String UNKNOWN_SERVICE = "Service must be the Sid of a Service of this realm.";

    @Override
    public RequiredActionProvider create(KeycloakSession session) {
        return this;
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
        Arrays.stream(ServiceOption.values()).map(EnrollFactorAction::property).forEach(properties::add);
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
    public InitiatedActionSupport initiatedActionSupport() {
        return InitiatedActionSupport.SUPPORTED;
    }

    @Override
    public String getCredentialType(KeycloakSession session, AuthenticationSessionModel authentication) {
        return Identifiers.CREDENTIAL_TYPE;
    }

    @Override
    public void evaluateTriggers(RequiredActionContext context) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        // The set-up in another Service may have removed the action from the login.
        if (context.getUser() != null
                && setUp(context).isOwed()
                && !login.getRequiredActions().contains(Identifiers.REQUIRED_ACTION)) {
            login.addRequiredAction(Identifiers.REQUIRED_ACTION);
        }
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        setUp(context)
                .next()
                .ifPresentOrElse(
                        service -> new EnrollmentDialog(context, service).show(),
                        () -> EnrollmentPages.refuseUnknownService(context));
    }

    @Override
    public void processAction(RequiredActionContext context) {
        if (RemovedUser.isRefused(context)) {
            return;
        }
        setUp(context)
                .shown()
                .ifPresentOrElse(
                        service -> process(new EnrollmentDialog(context, service), context),
                        () -> EnrollmentPages.refuseUnknownService(context));
    }

    private static SetUpService setUp(RequiredActionContext context) {
        return new SetUpService(
                context.getSession().getProvider(VerifyProvider.class), context.getAuthenticationSession());
    }

    private static void process(EnrollmentDialog dialog, RequiredActionContext context) {
        if (context.getHttpRequest().getDecodedFormParameters().containsKey(FormFields.LATER)) {
            dialog.postpone();
        } else {
            dialog.confirm();
        }
    }

    @Override
    public void close() {}
}
