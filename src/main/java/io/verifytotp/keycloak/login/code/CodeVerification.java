package io.verifytotp.keycloak.login.code;

import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.ChallengeOutcome;
import io.verifytotp.keycloak.domain.challenge.CodePrompt;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.enrollment.Proof;
import io.verifytotp.keycloak.domain.id.SeedUnavailableException;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import io.verifytotp.keycloak.domain.service.Service;
import io.verifytotp.keycloak.login.proof.SessionProofs;
import io.verifytotp.keycloak.spi.VerifyProvider;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.utils.FormMessage;

/**
 * Selects a factor, verifies a code of it and writes the event, for one request of a login page or a required action.
 * The user's factors are read by {@link #select}.
 */
public final class CodeVerification {
    private static final Logger LOG = Logger.getLogger(CodeVerification.class);

    private final VerifyProvider verify;
    private final VerificationContext context;
    private final BruteForceBridge bridge;
    private final ChallengeNote note;
    private final Optional<Service> service;

    /** @param service the Service whose factors to verify; empty if the configuration names one that does not exist */
    public CodeVerification(VerificationContext context, Optional<Service> service) {
        this.verify = context.keycloak().getProvider(VerifyProvider.class);
        this.context = context;
        this.bridge = new BruteForceBridge(context);
        this.note = new ChallengeNote(context.authentication(), context.place(), verify.clock());
        this.service = service;
        service.ifPresent(context::report);
    }

    /**
     * Selects the factor that the form names, or else the preferred one; empty if the user has none that can be read.
     */
    public Optional<SelectedFactor> select(@Nullable String named) {
        try {
            return service.flatMap(known -> SelectedFactor.of(verify.engine().factors(known, identity()), named));
        } catch (StoreUnavailableException e) {
            return Optional.empty();
        } catch (SeedUnavailableException e) {
            LOG.errorf(e, "The OTP of user %s can't be adopted", identity());
            return Optional.empty();
        }
    }

    public Response page(
            SelectedFactor selected, LoginFormsProvider form, CodePage.Purpose purpose, Optional<FormMessage> error) {
        note.prepare(selected.factors());
        Optional<Instant> serverTime = RefusedCodeCounter.helpAfter(
                error, context.authentication(), verify.clock().instant());
        form.setAttribute(
                "challenge", new CodePage(selected.factors(), selected.shown().id(), purpose, serverTime));
        error.ifPresent(form::addError);
        return form.createForm("verify-totp-challenge.ftl");
    }

    /** Returns whether Keycloak's brute-force protection has locked the user out, and reports it in the event. */
    public boolean isLockedOut() {
        Optional<String> error = bridge.lockOut();
        error.ifPresent(context::reportLockout);
        return error.isPresent();
    }

    /**
     * Verifies a code. When this returns, a refusal has been reported in the event and to Keycloak's brute-force
     * protection. The second post of a form is not reported, because the first was.
     */
    public ChallengeOutcome answer(SelectedFactor selected, String typed) {
        CodePrompt prompt = note.prompt(selected.id(), context.client());
        ChallengeOutcome outcome =
                verify.engine().answer(service.orElseThrow(), identity(), selected.factor(), prompt, typed);
        if (outcome.recorded()) {
            note.remember(outcome.challenge());
        }
        report(outcome);
        if (outcome.verdict() == Verdict.APPROVED) {
            note.forget(selected.factors());
            Instant now = verify.clock().instant();
            new SessionProofs(context.keycloak(), context.authentication(), now)
                    .remember(Proof.Kind.CODE, selected.id(), service.orElseThrow());
        }
        return outcome;
    }

    /**
     * Verifies a code that confirms an opened challenge. It is reported as that of a login, and proves nothing else.
     *
     * @param wrongAnswers number of wrong answers of the challenge when the page was shown
     */
    public ChallengeOutcome confirm(Challenge opened, int wrongAnswers, String typed) {
        CodePrompt prompt = new CodePrompt(
                opened.factor(), opened.id(), wrongAnswers, Optional.of(opened.createdAt()), context.client());
        ChallengeOutcome outcome = verify.engine().operations().confirm(service.orElseThrow(), opened, prompt, typed);
        report(outcome);
        return outcome;
    }

    private void report(ChallengeOutcome outcome) {
        if (outcome.isRepeatedRefusal()) {
            return;
        }
        context.reportAnswer(outcome);
        if (outcome.verdict() == Verdict.WRONG_CODE) {
            bridge.wrongCode();
        }
        if (outcome.verdict() != Verdict.APPROVED) {
            context.reportRefusal(outcome.verdict().reason());
        }
    }

    public FormMessage message(SelectedFactor selected, ChallengeOutcome outcome) {
        int digits = selected.shown().binding().parameters().digits();
        return CodeMessages.message(outcome.result(), digits, verify.clock().instant());
    }

    /** Completes the event of an approved code, if it is separate from the event of the request. */
    public void reportApproval() {
        context.reportApproval();
    }

    /** Reports that there is no factor to verify, and returns the error page. */
    public Response refuseWithoutFactor(LoginFormsProvider form) {
        return reportMissingFactor() ? CodeMessages.removed(form) : CodeMessages.unavailable(form);
    }

    /**
     * Reports that there is no factor to verify, and returns whether it was removed in the meantime; otherwise it can't be
     * read. Users who never had one do not get here: Keycloak checks first whether the user has to enroll.
     */
    public boolean reportMissingFactor() {
        if (service.isEmpty()) {
            context.reportRefusal("unknown_service");
            return false;
        }
        boolean removed = !isEnrolled(service.get());
        context.reportRefusal(removed ? Verdict.UNKNOWN_FACTOR.reason() : "no_readable_factor");
        return removed;
    }

    private boolean isEnrolled(Service known) {
        try {
            return verify.engine().isEnrolled(known, identity());
        } catch (StoreUnavailableException e) {
            return true; // perhaps
        }
    }

    private String identity() {
        return context.user().getId();
    }
}
