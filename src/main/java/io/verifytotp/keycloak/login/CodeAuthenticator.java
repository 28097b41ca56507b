package io.verifytotp.keycloak.login;

import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.login.code.CodeVerification;
import io.verifytotp.keycloak.login.code.VerificationContext;
import io.verifytotp.keycloak.login.service.FlowEnrollment;
import io.verifytotp.keycloak.login.service.LoginServices;
import io.verifytotp.keycloak.spi.VerifyProvider;
import java.util.List;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Base of the authenticators: sends users without a factor to enrollment, and provides the verification of a code. */
abstract class CodeAuthenticator implements Authenticator {
    private final VerifyProvider verify;

    CodeAuthenticator(VerifyProvider verify) {
        this.verify = verify;
    }

    final CodeVerification verification(AuthenticationFlowContext context) {
        LoginServices services =
                new LoginServices(verify, context.getSession().getContext().getRealm());
        return new CodeVerification(verify, VerificationContext.of(context), services.of(context.getExecution()));
    }

    /** Ends the execution after an approved code. */
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
