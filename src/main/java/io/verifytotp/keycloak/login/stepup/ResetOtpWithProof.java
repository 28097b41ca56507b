package io.verifytotp.keycloak.login.stepup;

import io.verifytotp.keycloak.login.proof.ProofRule;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.resetcred.ResetOTP;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;

/**
 * Replaces Keycloak's step of the password reset that can remove the OTP. Without a proof it removes nothing of a user
 * with a factor, and it removes Keycloak's OTP only, while Keycloak (26.7.3) removes any credential of the user that the
 * form names. The set-up of a new OTP follows as in Keycloak, and asks for a proof.
 */
public final class ResetOtpWithProof extends ResetOTP {
    /** Higher than that of Keycloak's step, which has the same id. */
    private static final int ORDER = 10;

    @Override
    public int order() {
        return ORDER;
    }

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        if (lacksProof(context)) {
            goOn(context);
        } else {
            super.authenticate(context);
        }
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        if (lacksProof(context)) {
            goOn(context);
        } else if (namesAnOtp(context)) {
            super.action(context);
        } else {
            super.authenticate(context); // shows the form again
        }
    }

    private static boolean lacksProof(AuthenticationFlowContext context) {
        return new ProofRule(context.getSession()).lacksProof(context.getAuthenticationSession());
    }

    private static boolean namesAnOtp(AuthenticationFlowContext context) {
        String id = context.getHttpRequest().getDecodedFormParameters().getFirst("selectedCredentialId");
        if (id == null || id.isEmpty()) {
            return true; // Keycloak shows what is missing
        }
        CredentialModel credential = context.getUser().credentialManager().getStoredCredentialById(id);
        return credential != null && OTPCredentialModel.TYPE.equals(credential.getType());
    }

    private static void goOn(AuthenticationFlowContext context) {
        context.getAuthenticationSession().addRequiredAction(UserModel.RequiredAction.CONFIGURE_TOTP);
        context.success();
    }
}
