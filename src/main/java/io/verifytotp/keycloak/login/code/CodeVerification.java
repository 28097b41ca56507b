package io.verifytotp.keycloak.login.code;

import io.verifytotp.keycloak.domain.challenge.ChallengeOutcome;
import io.verifytotp.keycloak.domain.challenge.CodePrompt;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.enrollment.Proof;
import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import io.verifytotp.keycloak.domain.service.Service;
import io.verifytotp.keycloak.login.proof.SessionProofs;
import io.verifytotp.keycloak.spi.EventDetails;
import io.verifytotp.keycloak.spi.VerifyProvider;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.utils.FormMessage;

/**
 * What all who ask a user for a code share: finds the factor, has the code verified, writes the event. What to show is
 * theirs.
 */
public record CodeVerification(VerifyProvider verify, VerificationContext verification) {
    private static final Logger LOG = Logger.getLogger(CodeVerification.class);

    /** The user's factors and the chosen one; empty if there is none that can be read. */
    public Optional<SelectedFactor> choice(String chosen) {
        try {
            List<Factor> factors =
                    verify.engine().factors(service(), verification.user().getId());
            return SelectedFactor.of(factors, chosen);
        } catch (StoreUnavailableException e) {
            return Optional.empty();
        }
    }

    /** The page that asks for a code. */
    public Response page(
            SelectedFactor choice, LoginFormsProvider form, CodePage.Purpose purpose, Optional<FormMessage> error) {
        note().fix(choice.factors());
        Optional<Instant> serverTime = new RefusedCodeCounter(verification.authentication())
                .helpAfter(error, verify.clock().instant());
        return choice.page(form, purpose, error, serverTime);
    }

    /** Whether Keycloak's own protection has locked the user out; then the event says so and no code is looked at. */
    public boolean isLockedOut() {
        Optional<String> error = new BruteForceBridge(verification).lockOut();
        error.ifPresent(lockOut -> EventDetails.reason(verification.event(), "brute_force_protection")
                .user(verification.user())
                .error(lockOut));
        return error.isPresent();
    }

    /**
     * Has the code verified. A refusal is in the event and with Keycloak's own protection when this returns; that of a
     * form that was sent twice was told there by the first post.
     */
    public ChallengeOutcome answer(SelectedFactor choice, String code) {
        CodePrompt prompt = note().prompt(choice.selected(), client());
        ChallengeOutcome outcome =
                verify.engine().answer(service(), verification.user().getId(), prompt, code);
        if (outcome.recorded()) {
            note().remember(outcome.challenge());
        }
        if (outcome.isRepeatedRefusal()) {
            return outcome;
        }
        EventDetails.challenge(verification.event(), outcome)
                .detail(
                        Details.SELECTED_CREDENTIAL_ID,
                        choice.selected().value().toString());
        EventDetails.lockout(verification.event(), outcome);
        if (outcome.verdict() == Verdict.WRONG_CODE) {
            new BruteForceBridge(verification).wrongCode();
        }
        if (outcome.verdict() == Verdict.APPROVED) {
            note().forget(choice.factors());
            new SessionProofs(
                            verification.keycloak(),
                            verification.authentication(),
                            verify.clock().instant())
                    .remember(Proof.Kind.CODE, choice.selected());
        } else {
            refuse(outcome.verdict().reason());
        }
        return outcome;
    }

    /** Writes the event of a user without a factor to verify. */
    public void refuseWithoutFactor() {
        refuseWithoutFactor(hasNoFactor());
    }

    /** The same, and the page: it was removed meanwhile, or can't be read. */
    public Response refuseWithoutFactor(LoginFormsProvider form) {
        boolean removed = hasNoFactor();
        refuseWithoutFactor(removed);
        return removed ? CodeMessages.removed(form) : CodeMessages.unavailable(form);
    }

    private void refuseWithoutFactor(boolean removed) {
        refuse(removed ? Verdict.UNKNOWN_FACTOR.reason() : "no_readable_factor");
    }

    /** Who never had one does not get here: Keycloak asks before whether the user has to enroll. */
    private boolean hasNoFactor() {
        try {
            return !verify.engine().isEnrolled(service(), verification.user().getId());
        } catch (StoreUnavailableException e) {
            return false; // nobody knows
        }
    }

    /** A store of events that does not answer must not cost the user the page: Keycloak would show its own error. */
    private void refuse(String reason) {
        try {
            EventDetails.reason(verification.event(), reason)
                    .user(verification.user())
                    .error(Errors.INVALID_USER_CREDENTIALS);
        } catch (RuntimeException e) {
            LOG.errorf(e, "The event of a refusal (%s) could not be stored", reason);
        }
    }

    private ChallengeNote note() {
        return new ChallengeNote(verification);
    }

    private Optional<String> client() {
        return Optional.ofNullable(verification.authentication().getClient()).map(client -> client.getClientId());
    }

    private Service service() {
        return verify.services()
                .defaultOf(verification.keycloak().getContext().getRealm().getId());
    }
}
