package io.verifytotp.keycloak.login.stepup;

import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.login.code.RemovedUser;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.requiredactions.DeleteCredentialAction;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.Constants;

/**
 * Replaces Keycloak's action for deleting a credential: its page shows a factor without a name under the name that users
 * know, and not under the type's id. {@link ProveAction} asks for a proof before.
 */
public final class DeleteFactorAction extends DeleteCredentialAction {
    /** Higher than that of Keycloak's action, which has the same id. */
    private static final int ORDER = 10;

    /** A message key, in the syntax that Keycloak's pages resolve. */
    private static final String NAMELESS = "${" + Identifiers.CREDENTIAL_TYPE + "}";

    @Override
    public int order() {
        return ORDER;
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        super.requiredActionChallenge(context);
        if (isNamelessFactor(context)) {
            context.challenge(
                    context.form().setAttribute("credentialLabel", NAMELESS).createForm("delete-credential.ftl"));
        }
    }

    @Override
    public void processAction(RequiredActionContext context) {
        if (!RemovedUser.isRefused(context)) {
            super.processAction(context);
        }
    }

    private static boolean isNamelessFactor(RequiredActionContext context) {
        String id = context.getAuthenticationSession().getClientNote(Constants.KC_ACTION_PARAMETER);
        CredentialModel credential =
                id == null ? null : context.getUser().credentialManager().getStoredCredentialById(id);
        return credential != null
                && Identifiers.CREDENTIAL_TYPE.equals(credential.getType())
                && (credential.getUserLabel() == null
                        || credential.getUserLabel().isBlank());
    }
}
