package io.verifytotp.keycloak.login.enroll;

import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.login.code.FormFields;
import io.verifytotp.keycloak.login.code.RemovedUser;
import io.verifytotp.keycloak.spi.VerifyProvider;
import org.keycloak.authentication.CredentialRegistrator;
import org.keycloak.authentication.InitiatedActionSupport;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Required action that enrolls a factor: shows a seed that stays on the server, and verifies that the app has it. */
final class EnrollFactorAction implements RequiredActionProvider, CredentialRegistrator {
    private final VerifyProvider verify;

    EnrollFactorAction(VerifyProvider verify) {
        this.verify = verify;
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
        // Only an administrator, the user or the authenticator in a flow asks for enrollment.
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        new EnrollmentDialog(verify, context).show();
    }

    @Override
    public void processAction(RequiredActionContext context) {
        if (RemovedUser.isRefused(context)) {
            return;
        }
        EnrollmentDialog dialog = new EnrollmentDialog(verify, context);
        if (context.getHttpRequest().getDecodedFormParameters().containsKey(FormFields.LATER)) {
            dialog.postpone();
        } else {
            dialog.confirm();
        }
    }

    @Override
    public void close() {}
}
