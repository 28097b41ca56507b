package io.verifytotp.keycloak.login;

import io.verifytotp.keycloak.domain.challenge.ChallengeOutcome;
import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.login.code.CodeMessages;
import io.verifytotp.keycloak.login.code.CodePage;
import io.verifytotp.keycloak.login.code.CodeVerification;
import io.verifytotp.keycloak.login.code.RemovedUser;
import io.verifytotp.keycloak.login.code.SelectedFactor;
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
import org.keycloak.models.utils.FormMessage;

/** Asks for a code and does what the engine says. */
final class TotpFactorAuthenticator extends CodeAuthenticator
        implements CredentialValidator<CredentialProvider<CredentialModel>> {
    TotpFactorAuthenticator(VerifyProvider verify) {
        super(verify);
    }

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        CodeVerification verification = verification(context);
        verification
                .choice(null)
                .ifPresentOrElse(
                        choice -> context.challenge(page(context, choice, Optional.empty())),
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
                .choice(form.getFirst(CodeMessages.FACTOR_FIELD))
                .ifPresentOrElse(
                        choice -> verify(context, verification, choice, form.getFirst(CodeMessages.CODE_FIELD)),
                        () -> refuseWithoutFactor(context, verification));
    }

    private void verify(
            AuthenticationFlowContext context, CodeVerification verification, SelectedFactor choice, String code) {
        if (verification.isLockedOut()) {
            context.forceChallenge(page(context, choice, Optional.of(CodeMessages.notAccepted())));
            return;
        }
        ChallengeOutcome outcome = verification.answer(choice, code);
        if (outcome.isRepeatedRefusal()) {
            context.forceChallenge(refused(context, choice, outcome));
            return;
        }
        switch (outcome.verdict()) {
            case APPROVED -> succeed(context);
            // Before 26.6 Keycloak's protection counts what is reported in this way, and nothing else.
            case WRONG_CODE ->
                context.failureChallenge(
                        AuthenticationFlowError.INVALID_CREDENTIALS, refused(context, choice, outcome));
            case MALFORMED,
                    ALREADY_USED,
                    LOCKED,
                    DISABLED,
                    CHALLENGE_CLOSED,
                    TOO_MANY_CHALLENGES,
                    UNKNOWN_FACTOR,
                    UNREADABLE_SEED,
                    STORE_UNAVAILABLE -> context.forceChallenge(refused(context, choice, outcome));
        }
    }

    private Response refused(AuthenticationFlowContext context, SelectedFactor choice, ChallengeOutcome outcome) {
        FormMessage message = CodeMessages.message(outcome.result(), choice.digits(), clock().instant());
        return page(context, choice, Optional.of(message));
    }

    private Response page(AuthenticationFlowContext context, SelectedFactor choice, Optional<FormMessage> error) {
        LoginFormsProvider form =
                context.form().setExecution(context.getExecution().getId());
        return verification(context).page(choice, form, CodePage.Purpose.LOGIN, error);
    }

    private static void refuseWithoutFactor(AuthenticationFlowContext context, CodeVerification verification) {
        context.failure(
                AuthenticationFlowError.CREDENTIAL_SETUP_REQUIRED, verification.refuseWithoutFactor(context.form()));
    }

    @Override
    @SuppressWarnings("unchecked") // providers are found by id; this one is ours
    public CredentialProvider<CredentialModel> getCredentialProvider(KeycloakSession session) {
        return (CredentialProvider<CredentialModel>)
                session.getProvider(CredentialProvider.class, Identifiers.CREDENTIAL_TYPE);
    }
}
