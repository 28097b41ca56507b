package io.verifytotp.keycloak.login;

import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.login.code.CodeVerification;
import io.verifytotp.keycloak.login.code.VerificationContext;
import io.verifytotp.keycloak.spi.VerifyProvider;
import java.time.Clock;
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

/** What our authenticators share: who needs to enroll, and how a code is verified. */
abstract class CodeAuthenticator implements Authenticator {
    private final VerifyProvider verify;

    CodeAuthenticator(VerifyProvider verify) {
        this.verify = verify;
    }

    final CodeVerification verification(AuthenticationFlowContext context) {
        return new CodeVerification(verify, VerificationContext.of(context));
    }

    /** Ends the execution, after a code that was approved. */
    static void succeed(AuthenticationFlowContext context) {
        // As "otp" too: conditions on core's category hold, and the brute-force protection clears its count of it.
        AuthenticatorUtil.addAuthCredential(context.getAuthenticationSession(), OTPCredentialModel.TYPE);
        context.success(Identifiers.CREDENTIAL_TYPE);
    }

    final Clock clock() {
        return verify.clock();
    }

    @Override
    public final boolean requiresUser() {
        return true;
    }

    @Override
    public final boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
        return verify.engine().isEnrolled(verify.services().defaultOf(realm.getId()), user.getId());
    }

    /** On the authentication session, not the user: users of read-only storage can enroll as well. */
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
