package io.verifytotp.keycloak.login;

import io.verifytotp.keycloak.domain.challenge.ChallengeOutcome;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.login.code.CodeMessages;
import io.verifytotp.keycloak.login.code.CodePage;
import io.verifytotp.keycloak.login.code.CodeVerification;
import io.verifytotp.keycloak.login.code.FormFields;
import io.verifytotp.keycloak.login.code.RemovedUser;
import io.verifytotp.keycloak.login.code.SelectedFactor;
import io.verifytotp.keycloak.login.service.FlowEnrollment;
import io.verifytotp.keycloak.spi.VerifyProvider;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.CredentialValidator;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.utils.FormMessage;

/** Asks for a code on a page of the login, and acts on the outcome. */
public final class TotpFactorAuthenticator extends CodeAuthenticator
        implements CredentialValidator<CredentialProvider<CredentialModel>> {
    private static final String APPROVED = "verify-totp.approved-execution";

    @Override
    public String getId() {
        return Identifiers.FORM_AUTHENTICATOR;
    }

    @Override
    public String getDisplayType() {
        return "Verify TOTP";
    }

    @Override
    public String getHelpText() {
        return "Asks for a code of the user's authenticator app, and enrolls users who have no factor yet. "
                + "Options are in the configuration of the required action 'Set up Verify TOTP'.";
    }

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        if (isApproved(context)) {
            succeed(context);
            return;
        }
        CodeVerification verification = verification(context);
        verification
                .select(null)
                .ifPresentOrElse(
                        selected -> context.challenge(page(context, verification, selected, Optional.empty())),
                        () -> refuseWithoutFactor(context, verification));
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        if (RemovedUser.isRefused(context)) {
            return;
        }
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        CodeVerification verification = verification(context);
        verification
                .select(form.getFirst(FormFields.FACTOR))
                .ifPresentOrElse(
                        selected -> verify(context, verification, selected, form.getFirst(FormFields.CODE)),
                        () -> refuseWithoutFactor(context, verification));
    }

    private static void verify(
            AuthenticationFlowContext context, CodeVerification verification, SelectedFactor selected, String typed) {
        if (verification.isLockedOut()) {
            context.forceChallenge(page(context, verification, selected, Optional.of(CodeMessages.notAccepted())));
            return;
        }
        ChallengeOutcome outcome = verification.answer(selected, typed);
        if (outcome.verdict() == Verdict.APPROVED) {
            context.getSession().setAttribute(APPROVED, execution(context));
            succeed(context);
            return;
        }
        Response page = page(context, verification, selected, Optional.of(verification.message(selected, outcome)));
        if (outcome.verdict() == Verdict.WRONG_CODE && !outcome.isRepeatedRefusal()) {
            // Before 26.6 Keycloak's protection counts what is reported in this way, and nothing else.
            context.failureChallenge(AuthenticationFlowError.INVALID_CREDENTIALS, page);
        } else {
            context.forceChallenge(page);
        }
    }

    /**
     * Returns whether this request has already approved a code for this execution. Keycloak asks again in the same
     * request if a second post of the page changes the execution's status in the login that both share. The code is used
     * up by then, so the user must not be asked for another one.
     */
    private static boolean isApproved(AuthenticationFlowContext context) {
        return execution(context).equals(context.getSession().getAttribute(APPROVED));
    }

    private static String execution(AuthenticationFlowContext context) {
        return context.getExecution().getId()
                + ' '
                + context.getUser().getId()
                + ' '
                + context.getAuthenticationSession().getTabId();
    }

    private static Response page(
            AuthenticationFlowContext context,
            CodeVerification verification,
            SelectedFactor selected,
            Optional<FormMessage> error) {
        LoginFormsProvider form =
                context.form().setExecution(context.getExecution().getId());
        return verification.page(selected, form, CodePage.Purpose.LOGIN, error);
    }

    private static void refuseWithoutFactor(AuthenticationFlowContext context, CodeVerification verification) {
        context.failure(
                AuthenticationFlowError.CREDENTIAL_SETUP_REQUIRED, verification.refuseWithoutFactor(context.form()));
    }

    /**
     * Returns Keycloak's type for a user whose app is Keycloak's still. Keycloak offers a user's steps by the types of the
     * user's credentials, and takes the last step of each type: this one, in place of its own behind which it stands.
     */
    @Override
    public String getType(KeycloakSession session) {
        VerifyProvider verify = session.getProvider(VerifyProvider.class);
        return new FlowEnrollment(verify, session, session.getContext().getRealm()).adoptsKeycloakOtp()
                ? OTPCredentialModel.TYPE
                : Identifiers.CREDENTIAL_TYPE;
    }

    @Override
    @SuppressWarnings("unchecked") // Keycloak finds providers by id; this one is ours
    public CredentialProvider<CredentialModel> getCredentialProvider(KeycloakSession session) {
        return (CredentialProvider<CredentialModel>)
                session.getProvider(CredentialProvider.class, Identifiers.CREDENTIAL_TYPE);
    }
}
