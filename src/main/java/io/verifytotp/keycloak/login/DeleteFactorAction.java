package io.verifytotp.keycloak.login;

import io.verifytotp.keycloak.domain.Identifiers;
import io.verifytotp.keycloak.spi.VerifyProvider;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.requiredactions.DeleteCredentialAction;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.Constants;
import org.keycloak.models.UserModel;

/**
 * Keycloak's own action for deleting a credential, which stands in its place: a factor is deleted only by a session that
 * has proved one, and a session that has not is asked for a code first. Otherwise a session without a code could delete
 * the factor and then enroll a new one. For all other credentials it is Keycloak's.
 */
public final class DeleteFactorAction extends DeleteCredentialAction {
    /** Above Keycloak's own, which has the same id. */
    private static final int ORDER = 10;

    /** A message key, as Keycloak's pages resolve them. */
    private static final String NAMELESS = "${" + Identifiers.CREDENTIAL_TYPE + "}";

    @Override
    public int order() {
        return ORDER;
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        if (needsProof(context)) {
            context.challenge(stepUp(context).page());
        } else {
            confirm(context);
        }
    }

    @Override
    public void processAction(RequiredActionContext context) {
        StepUp stepUp = stepUp(context);
        if (!needsProof(context)) {
            super.processAction(context);
        } else if (stepUp.isAsking()) {
            stepUp.answer(() -> confirm(context));
        } else {
            context.challenge(stepUp.page());
        }
    }

    /** Keycloak's page. It calls a credential without a name by its type; of ours that is an id, so it gets the text. */
    private void confirm(RequiredActionContext context) {
        super.requiredActionChallenge(context);
        String id = context.getAuthenticationSession().getClientNote(Constants.KC_ACTION_PARAMETER);
        if (id != null && ProvedFactor.isFactor(context.getUser(), id) && isNameless(context.getUser(), id)) {
            LoginFormsProvider form = context.form().setAttribute("credentialLabel", NAMELESS);
            context.challenge(form.createForm("delete-credential.ftl"));
        }
    }

    private static boolean isNameless(UserModel user, String credential) {
        String name =
                user.credentialManager().getStoredCredentialById(credential).getUserLabel();
        return name == null || name.isBlank();
    }

    private static StepUp stepUp(RequiredActionContext context) {
        return new StepUp(context.getSession().getProvider(VerifyProvider.class), context);
    }

    private static boolean needsProof(RequiredActionContext context) {
        String credential = context.getAuthenticationSession().getClientNote(Constants.KC_ACTION_PARAMETER);
        return credential != null
                && ProvedFactor.isFactor(context.getUser(), credential)
                && !ProvedFactor.isCurrent(context);
    }
}
