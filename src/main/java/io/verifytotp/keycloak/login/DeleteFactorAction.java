package io.verifytotp.keycloak.login;

import io.verifytotp.keycloak.spi.VerifyProvider;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.requiredactions.DeleteCredentialAction;
import org.keycloak.models.Constants;

/**
 * Keycloak's own action for deleting a credential, which stands in its place: a factor is deleted only by a session that
 * has proved one, and a session that has not is asked for a code first. Otherwise a session without a code could delete
 * the factor and then enroll a new one. For all other credentials it is Keycloak's.
 */
public final class DeleteFactorAction extends DeleteCredentialAction {
    /** Above Keycloak's own, which has the same id. */
    private static final int ORDER = 10;

    @Override
    public int order() {
        return ORDER;
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        if (needsProof(context)) {
            context.challenge(stepUp(context).page());
        } else {
            super.requiredActionChallenge(context);
        }
    }

    @Override
    public void processAction(RequiredActionContext context) {
        if (RemovedUser.isRefused(context)) {
            return;
        }
        StepUp stepUp = stepUp(context);
        if (!needsProof(context)) {
            super.processAction(context);
        } else if (stepUp.isAsking()) {
            stepUp.answer(() -> super.requiredActionChallenge(context));
        } else {
            context.challenge(stepUp.page());
        }
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
