package io.verifytotp.keycloak.login;

import io.verifytotp.keycloak.domain.Challenge;
import io.verifytotp.keycloak.domain.ChallengeOutcome;
import io.verifytotp.keycloak.domain.Factor;
import io.verifytotp.keycloak.domain.Identifiers;
import io.verifytotp.keycloak.domain.Service;
import io.verifytotp.keycloak.domain.StoreUnavailableException;
import io.verifytotp.keycloak.domain.Verdict;
import io.verifytotp.keycloak.spi.EventDetails;
import io.verifytotp.keycloak.spi.VerifyProvider;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.models.credential.OTPCredentialModel;

/** What authenticators share: finds the factor, has the code verified, writes the event. What to show is theirs. */
record CodeVerification(VerifyProvider verify, AuthenticationFlowContext context) {
    private static final Logger LOG = Logger.getLogger(CodeVerification.class);

    /** The user's factors and the chosen one; empty if there is none that can be read. */
    Optional<FactorChoice> choice(String chosen) {
        try {
            List<Factor> factors =
                    verify.engine().factors(service(), context.getUser().getId());
            return FactorChoice.of(factors, chosen);
        } catch (StoreUnavailableException e) {
            return Optional.empty();
        }
    }

    /** Whether Keycloak's own protection has locked the user out; then the event says so and no code is looked at. */
    boolean isLockedOut() {
        Optional<String> error = new BruteForceBridge(context).lockOut();
        error.ifPresent(lockOut -> EventDetails.reason(context.getEvent(), "brute_force_protection")
                .user(context.getUser())
                .error(lockOut));
        return error.isPresent();
    }

    /** Has the code verified. A refusal is in the event and with Keycloak's own protection when this returns. */
    ChallengeOutcome answer(FactorChoice choice, String code) {
        ChallengeNote note = new ChallengeNote(context);
        Challenge challenge = verify.engine()
                .challenge(service(), context.getUser().getId(), choice.selected(), note.current(), client());
        ChallengeOutcome outcome = verify.engine().answer(service(), challenge, code);
        if (outcome.recorded()) {
            note.remember(challenge.id());
        }
        EventDetails.challenge(context.getEvent(), outcome)
                .detail(
                        Details.SELECTED_CREDENTIAL_ID,
                        choice.selected().value().toString());
        EventDetails.lockout(context.getEvent(), outcome);
        if (outcome.verdict() == Verdict.WRONG_CODE) {
            new BruteForceBridge(context).wrongCode();
        }
        if (outcome.verdict() != Verdict.APPROVED) {
            refuse(outcome.verdict().reason());
        }
        return outcome;
    }

    /**
     * Writes the event of a user without a factor to verify.
     *
     * @return whether it was removed meanwhile; otherwise there is one that can't be read
     */
    boolean refuseWithoutFactor() {
        boolean removed = hasNoFactor();
        refuse(removed ? Verdict.UNKNOWN_FACTOR.reason() : "no_readable_factor");
        return removed;
    }

    /** Who never had one does not get here: Keycloak asks before whether the user has to enroll. */
    private boolean hasNoFactor() {
        try {
            return !verify.engine().isEnrolled(service(), context.getUser().getId());
        } catch (StoreUnavailableException e) {
            return false; // nobody knows
        }
    }

    void succeed(FactorChoice choice) {
        ProvedFactor.remember(context.getAuthenticationSession(), choice.selected());
        // As "otp" too: conditions on core's category hold, and the brute-force protection clears its count of it.
        AuthenticatorUtil.addAuthCredential(context.getAuthenticationSession(), OTPCredentialModel.TYPE);
        context.success(Identifiers.CREDENTIAL_TYPE);
    }

    /** A store of events that does not answer must not cost the user the page: Keycloak would show its own error. */
    private void refuse(String reason) {
        try {
            EventDetails.reason(context.getEvent(), reason)
                    .user(context.getUser())
                    .error(Errors.INVALID_USER_CREDENTIALS);
        } catch (RuntimeException e) {
            LOG.errorf(e, "The event of a refusal (%s) could not be stored", reason);
        }
    }

    private Optional<String> client() {
        return Optional.ofNullable(context.getAuthenticationSession().getClient())
                .map(client -> client.getClientId());
    }

    private Service service() {
        return verify.services().defaultOf(context.getRealm().getId());
    }
}
