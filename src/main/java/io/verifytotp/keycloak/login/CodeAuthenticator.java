package io.verifytotp.keycloak.login;

import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.login.code.CodeVerification;
import io.verifytotp.keycloak.login.code.VerificationContext;
import io.verifytotp.keycloak.login.service.FlowEnrollment;
import io.verifytotp.keycloak.login.service.LoginServices;
import io.verifytotp.keycloak.login.service.ServiceSetting;
import io.verifytotp.keycloak.spi.PlainFactory;
import io.verifytotp.keycloak.spi.VerifyProvider;
import java.util.List;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Base of the authenticators, which are their own factories: sends users without a factor to enrollment. */
abstract class CodeAuthenticator implements Authenticator, AuthenticatorFactory, PlainFactory<Authenticator> {
    @Override
    public final Authenticator create(KeycloakSession session) {
        return this;
    }

    /** Returns our own type, which level-of-authentication rules and the account console use. */
    @Override
    public final String getReferenceCategory() {
        return Identifiers.CREDENTIAL_TYPE;
    }

    /** Returns true so that the admin console has fields for the Service and for the reference value of {@code amr}. */
    @Override
    public final boolean isConfigurable() {
        return true;
    }

    @Override
    public final List<ProviderConfigProperty> getConfigProperties() {
        return List.of(ServiceSetting.ofExecution());
    }

    @Override
    public final Requirement[] getRequirementChoices() {
        return REQUIREMENT_CHOICES;
    }

    /** Returns true: users without a factor get the required action that enrolls. */
    @Override
    public final boolean isUserSetupAllowed() {
        return true;
    }

    static CodeVerification verification(AuthenticationFlowContext context) {
        KeycloakSession session = context.getSession();
        LoginServices services = new LoginServices(
                session.getProvider(VerifyProvider.class), session.getContext().getRealm());
        return new CodeVerification(VerificationContext.of(context), services.of(context.getExecution()));
    }

    static void succeed(AuthenticationFlowContext context) {
        // Also as "otp": conditions on core's category hold, and the brute-force protection clears its count of it.
        AuthenticatorUtil.addAuthCredential(context.getAuthenticationSession(), OTPCredentialModel.TYPE);
        context.success(Identifiers.CREDENTIAL_TYPE);
    }

    @Override
    public final boolean requiresUser() {
        return true;
    }

    @Override
    public final boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
        VerifyProvider verify = session.getProvider(VerifyProvider.class);
        return new FlowEnrollment(verify, session, realm).isEnrolled(user.getId());
    }

    /** Adds the action to the authentication session, not the user, so that users of read-only storage can enroll too. */
    @Override
    public final void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {
        AuthenticationSessionModel authentication = session.getContext().getAuthenticationSession();
        if (!authentication.getRequiredActions().contains(Identifiers.REQUIRED_ACTION)) {
            authentication.addRequiredAction(Identifiers.REQUIRED_ACTION);
        }
    }

    @Override
    public final List<RequiredActionFactory> getRequiredActions(KeycloakSession session) {
        return List.of((RequiredActionFactory) session.getKeycloakSessionFactory()
                .getProviderFactory(RequiredActionProvider.class, Identifiers.REQUIRED_ACTION));
    }

    @Override
    public final void close() {}
}
