package io.verifytotp.keycloak.login.stepup;

import io.verifytotp.keycloak.login.proof.ProofRule;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.resetcred.ResetOTP;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;

/**
 * Keycloak's own step of the password reset that can remove the OTP, which stands in its place: it removes nothing of a
 * user with a factor whose login has no proof, and for everybody only what is Keycloak's OTP. Keycloak (26.7.3) removes
 * whatever credential of the user the form names. The set-up of a new OTP follows as before, and asks for a proof.
 */
public final class ResetOtpWithProof extends ResetOTP {
    /** Above Keycloak's own, which has the same id. */
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
            return true; // Keycloak says what is missing
        }
        CredentialModel credential = context.getUser().credentialManager().getStoredCredentialById(id);
        return credential != null && OTPCredentialModel.TYPE.equals(credential.getType());
    }

    private static void goOn(AuthenticationFlowContext context) {
        context.getAuthenticationSession().addRequiredAction(UserModel.RequiredAction.CONFIGURE_TOTP);
        context.success();
    }
}
