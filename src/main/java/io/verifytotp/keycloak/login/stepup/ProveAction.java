package io.verifytotp.keycloak.login.stepup;

import io.verifytotp.keycloak.domain.challenge.ChallengeOutcome;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.login.code.CodeMessages;
import io.verifytotp.keycloak.login.code.CodePage;
import io.verifytotp.keycloak.login.code.CodeVerification;
import io.verifytotp.keycloak.login.code.RemovedUser;
import io.verifytotp.keycloak.login.code.SelectedFactor;
import io.verifytotp.keycloak.login.code.VerificationContext;
import io.verifytotp.keycloak.login.proof.ProofRule;
import io.verifytotp.keycloak.login.proof.SessionProofs;
import io.verifytotp.keycloak.spi.VerifyProvider;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionContext.KcActionStatus;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.Constants;
import org.keycloak.models.utils.FormMessage;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Asks for a code of the user's factor before an action that can change what stands in for it, where the login has no
 * proof. It shows the page of the login, with the same rules and budgets. Keycloak evaluates its trigger before it
 * chooses the next action, and chooses the one that an application asked for last, so this one comes before that.
 */
public final class ProveAction implements RequiredActionProvider {
    private static final String CANCEL = "cancel-aia";

    private final VerifyProvider verify;

    ProveAction(VerifyProvider verify) {
        this.verify = verify;
    }

    /** On the authentication session, not the user: it belongs to this login, and read-only users have it too. */
    @Override
    public void evaluateTriggers(RequiredActionContext context) {
        if (context.getUser() == null) {
            return; // deleted meanwhile
        }
        AuthenticationSessionModel login = context.getAuthenticationSession();
        ProofRule rule = new ProofRule(context.getSession());
        SessionProofs proofs = rule.proofs(login);
        proofs.rememberKeycloaks();
        boolean needed = ProofRule.isPending(context.getRealm(), login) && rule.appliesTo(context.getUser());
        if (needed && proofs.current().isEmpty()) {
            login.addRequiredAction(Identifiers.PROVE_ACTION);
        } else if (login.getRequiredActions().contains(Identifiers.PROVE_ACTION)) {
            login.removeRequiredAction(Identifiers.PROVE_ACTION);
        }
        if (needed) {
            proofs.admit();
        }
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        context.challenge(page(context));
    }

    @Override
    public void processAction(RequiredActionContext context) {
        if (RemovedUser.isRefused(context)) {
            return;
        }
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        if (form.containsKey(CANCEL) && isCancellable(context)) {
            cancel(context);
        } else if (new ProofRule(context.getSession()).lacksProof(context.getAuthenticationSession())) {
            answer(context, form);
        } else {
            context.success(); // given in another tab, or the factor was removed
        }
    }

    private void answer(RequiredActionContext context, MultivaluedMap<String, String> form) {
        CodeVerification verification = verification(context);
        Optional<SelectedFactor> choice = verification.choice(form.getFirst(CodeMessages.FACTOR_FIELD));
        if (choice.isEmpty()) {
            context.challenge(verification.refuseWithoutFactor(context.form()));
        } else if (verification.isLockedOut()) {
            context.challenge(page(context, choice.get(), Optional.of(CodeMessages.notAccepted())));
        } else {
            answer(context, verification, choice.get(), form.getFirst(CodeMessages.CODE_FIELD));
        }
    }

    private void answer(
            RequiredActionContext context, CodeVerification verification, SelectedFactor choice, String code) {
        ChallengeOutcome outcome = verification.answer(choice, code);
        if (outcome.verdict() == Verdict.APPROVED) {
            verification.verification().event().success();
            context.success();
            return;
        }
        FormMessage message = CodeMessages.message(
                outcome.result(), choice.digits(), verify.clock().instant());
        context.challenge(page(context, choice, Optional.of(message)));
    }

    private Response page(RequiredActionContext context) {
        CodeVerification verification = verification(context);
        return verification
                .choice(null)
                .map(choice -> page(context, choice, Optional.empty()))
                .orElseGet(() -> verification.refuseWithoutFactor(context.form()));
    }

    private Response page(RequiredActionContext context, SelectedFactor choice, Optional<FormMessage> error) {
        CodePage.Purpose purpose = isCancellable(context) ? CodePage.Purpose.CANCELLABLE_PROOF : CodePage.Purpose.PROOF;
        return verification(context).page(choice, context.form(), purpose, error);
    }

    private CodeVerification verification(RequiredActionContext context) {
        return new CodeVerification(verify, VerificationContext.of(context));
    }

    /** An action that an application asked for, and nobody else, is the user's to leave. */
    private static boolean isCancellable(RequiredActionContext context) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        String action = login.getClientNote(Constants.KC_ACTION);
        return action != null
                && !login.getRequiredActions().contains(action)
                && context.getUser().getRequiredActionsStream().noneMatch(action::equals);
    }

    /** Cancels the action that the code was asked for; the application learns it as from that action's own page. */
    private static void cancel(RequiredActionContext context) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        String action = login.getClientNote(Constants.KC_ACTION);
        AuthenticationManager.setKcActionStatus(action, KcActionStatus.CANCELLED, login);
        context.cancel();
    }

    @Override
    public void close() {}
}
