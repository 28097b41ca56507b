package io.verifytotp.keycloak.login.enroll;

import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;

/** Asks a user who has just enrolled to set up Keycloak's recovery codes, as Keycloak does after its own OTP. */
final class RecoveryCodes {
    private static final UserModel.RequiredAction ACTION = UserModel.RequiredAction.CONFIGURE_RECOVERY_AUTHN_CODES;

    private RecoveryCodes() {}

    /** Adds the action: its page follows in this login, or in the next one if the user leaves this one. */
    static void askToSetUp(RequiredActionContext context) {
        UserModel user = context.getUser();
        if (isOffered(context) && !user.credentialManager().isConfiguredFor(RecoveryAuthnCodesCredentialModel.TYPE)) {
            user.addRequiredAction(ACTION);
        }
    }

    /** Returns whether the action is enabled and a flow takes the codes: otherwise they would be useless. */
    private static boolean isOffered(RequiredActionContext context) {
        RequiredActionProviderModel action = context.getRealm().getRequiredActionProviderByAlias(ACTION.name());
        return action != null && action.isEnabled() && isTakenByAFlow(context.getSession(), context.getRealm());
    }

    private static boolean isTakenByAFlow(KeycloakSession session, RealmModel realm) {
        return realm.getAuthenticationFlowsStream()
                .flatMap(flow -> realm.getAuthenticationExecutionsStream(flow.getId()))
                .filter(execution -> !execution.isDisabled() && execution.getAuthenticator() != null)
                .anyMatch(execution -> takesCodes(session, execution));
    }

    private static boolean takesCodes(KeycloakSession session, AuthenticationExecutionModel execution) {
        return session.getKeycloakSessionFactory().getProviderFactory(Authenticator.class, execution.getAuthenticator())
                        instanceof AuthenticatorFactory factory
                && RecoveryAuthnCodesCredentialModel.TYPE.equals(factory.getReferenceCategory());
    }
}
