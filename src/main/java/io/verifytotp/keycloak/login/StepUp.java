package io.verifytotp.keycloak.login;

import io.verifytotp.keycloak.domain.ChallengeOutcome;
import io.verifytotp.keycloak.domain.Verdict;
import io.verifytotp.keycloak.spi.VerifyProvider;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.models.utils.FormMessage;

/**
 * Asks for a code of an existing factor within an action that changes factors, where the session has proved none. It is
 * the page of the login, with the same rules and budgets; only then the action goes on.
 */
final class StepUp {
    private static final String ASKING = "verify-totp.step-up.";

    private final VerifyProvider verify;
    private final RequiredActionContext context;
    private final CodeVerification verification;

    StepUp(VerifyProvider verify, RequiredActionContext context) {
        this.verify = verify;
        this.context = context;
        this.verification = new CodeVerification(verify, Occasion.of(context));
    }

    /** Whether the page that was shown last is that of the code, so that the form is its answer. */
    boolean isAsking() {
        return context.getAuthenticationSession().getAuthNote(note()) != null;
    }

    /** The page that asks; where no factor can be read, the page that says so. */
    Response page() {
        return verification
                .choice(null)
                .map(choice -> page(choice, Optional.empty()))
                .orElseGet(this::unavailable);
    }

    /** Has the form's code verified, and goes on with the action if it was right. */
    void answer(Runnable goOn) {
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        verification
                .choice(form.getFirst(Refusal.FACTOR_FIELD))
                .ifPresentOrElse(
                        choice -> answer(choice, form.getFirst(Refusal.CODE_FIELD), goOn),
                        () -> context.challenge(unavailable()));
    }

    private void answer(FactorChoice choice, String code, Runnable goOn) {
        if (verification.isLockedOut()) {
            context.challenge(page(choice, Optional.of(Refusal.notAccepted())));
            return;
        }
        ChallengeOutcome outcome = verification.answer(choice, code);
        if (outcome.verdict() != Verdict.APPROVED) {
            FormMessage message = Refusal.message(
                    outcome.settlement(), choice.digits(), verify.clock().instant());
            context.challenge(page(choice, Optional.of(message)));
            return;
        }
        context.getAuthenticationSession().removeAuthNote(note());
        verification.occasion().event().success();
        goOn.run();
    }

    private Response page(FactorChoice choice, Optional<FormMessage> error) {
        context.getAuthenticationSession().setAuthNote(note(), "code");
        return verification.page(choice, context.form(), true, error);
    }

    private Response unavailable() {
        return verification.refuseWithoutFactor(context.form());
    }

    private String note() {
        return ASKING + context.getAction();
    }
}
