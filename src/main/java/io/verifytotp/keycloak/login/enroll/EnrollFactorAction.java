package io.verifytotp.keycloak.login.enroll;

import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.login.code.FormFields;
import io.verifytotp.keycloak.login.code.RemovedUser;
import io.verifytotp.keycloak.login.service.SetUpService;
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
        AuthenticationSessionModel login = context.getAuthenticationSession();
        // The set-up in another Service may have removed the action from the login.
        if (context.getUser() != null
                && new SetUpService(verify, login).isOwed()
                && !login.getRequiredActions().contains(Identifiers.REQUIRED_ACTION)) {
            login.addRequiredAction(Identifiers.REQUIRED_ACTION);
        }
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        new SetUpService(verify, context.getAuthenticationSession())
                .next()
                .ifPresentOrElse(
                        service -> new EnrollmentDialog(verify, context, service).show(),
                        () -> EnrollmentPages.refuseUnknownService(context));
    }

    @Override
    public void processAction(RequiredActionContext context) {
        if (RemovedUser.isRefused(context)) {
            return;
        }
        new SetUpService(verify, context.getAuthenticationSession())
                .shown()
                .ifPresentOrElse(
                        service -> process(new EnrollmentDialog(verify, context, service), context),
                        () -> EnrollmentPages.refuseUnknownService(context));
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
