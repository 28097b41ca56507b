package io.verifytotp.keycloak.login.confirm;

import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.ChallengeOutcome;
import io.verifytotp.keycloak.domain.challenge.ChallengeStatus;
import io.verifytotp.keycloak.login.code.CodeMessages;
import io.verifytotp.keycloak.login.code.CodeVerification;
import io.verifytotp.keycloak.login.code.FormFields;
import io.verifytotp.keycloak.login.code.RefusedCodeCounter;
import io.verifytotp.keycloak.login.code.VerificationContext;
import io.verifytotp.keycloak.login.confirm.ConfirmPage.State;
import io.verifytotp.keycloak.spi.VerifyProvider;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.utils.FormMessage;
import org.keycloak.sessions.AuthenticationSessionModel;

/** One request of a user who confirms an operation: shows the page, or takes a code. */
final class ConfirmDialog {
    /** How many wrong answers the challenge had when the page was shown: a page takes one answer. */
    private static final String WRONG_ANSWERS = "verify-totp.confirm.wrong-answers";

    private final VerifyProvider verify;
    private final RequiredActionContext context;
    private final AuthenticationSessionModel login;
    private final Confirmation confirmation;
    private final CodeVerification verification;

    ConfirmDialog(RequiredActionContext context, Confirmation confirmation) {
        this.verify = context.getSession().getProvider(VerifyProvider.class);
        this.context = context;
        this.login = context.getAuthenticationSession();
        this.confirmation = confirmation;
        this.verification = new CodeVerification(VerificationContext.of(context), Optional.of(confirmation.service()));
    }

    /** Returns whether a code may still confirm the challenge. */
    boolean isOpen() {
        int attempts = confirmation.service().policy().budgets().attemptsPerChallenge();
        return confirmation.challenge().isOpenAt(now(), attempts);
    }

    void show() {
        boolean waiting = verify.engine().operations().isCurrentCodeUsed(confirmation.factor());
        show(
                waiting ? State.OPEN_FOR_THE_NEXT_CODE : State.OPEN,
                confirmation.challenge().wrongAnswers(),
                Optional.empty());
    }

    void answer() {
        if (isApproved(confirmation)) {
            context.success(); // in another tab, or by the first of two posts
        } else if (!isOpen()) {
            showClosed();
        } else if (verification.isLockedOut()) {
            show(State.OPEN, shownWrongAnswers(), Optional.of(CodeMessages.notAccepted()));
        } else {
            String typed = context.getHttpRequest().getDecodedFormParameters().getFirst(FormFields.CODE);
            evaluate(verification.confirm(confirmation.challenge(), shownWrongAnswers(), typed));
        }
    }

    private void evaluate(ChallengeOutcome outcome) {
        switch (outcome.verdict()) {
            case APPROVED -> {
                verification.reportApproval();
                context.success();
            }
            case CHALLENGE_CLOSED -> closed();
            case WRONG_CODE,
                    MALFORMED,
                    ALREADY_USED,
                    LOCKED,
                    DISABLED,
                    TOO_MANY_CHALLENGES,
                    UNKNOWN_FACTOR,
                    UNREADABLE_SEED,
                    STORE_UNAVAILABLE -> {
                int digits = confirmation.factor().binding().parameters().digits();
                FormMessage message = CodeMessages.message(outcome.result(), digits, now());
                show(State.OPEN, outcome.challenge().wrongAnswers(), Optional.of(message));
            }
        }
    }

    /** Somebody else has answered the challenge since this request read it, or it has expired. */
    private void closed() {
        if (new Confirmations(context.getSession())
                .of(login)
                .filter(ConfirmDialog::isApproved)
                .isPresent()) {
            context.success();
        } else {
            showClosed();
        }
    }

    private static boolean isApproved(Confirmation confirmation) {
        return confirmation.challenge().status() == ChallengeStatus.APPROVED;
    }

    private void showClosed() {
        show(State.CLOSED, confirmation.challenge().wrongAnswers(), Optional.empty());
    }

    private void show(State state, int wrongAnswers, Optional<FormMessage> error) {
        login.setAuthNote(WRONG_ANSWERS, Integer.toString(wrongAnswers));
        Optional<Instant> serverTime = RefusedCodeCounter.helpAfter(error, login, now());
        LoginFormsProvider form =
                context.form().setAttribute("confirm", new ConfirmPage(confirmation, state, serverTime));
        error.ifPresent(form::addError);
        context.challenge(form.createForm("verify-totp-confirm.ftl"));
    }

    private int shownWrongAnswers() {
        Challenge challenge = confirmation.challenge();
        String note = login.getAuthNote(WRONG_ANSWERS);
        return note == null ? challenge.wrongAnswers() : Integer.parseInt(note);
    }

    private Instant now() {
        return verify.clock().instant();
    }
}
