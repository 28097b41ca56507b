package io.verifytotp.keycloak.domain;

import io.verifytotp.keycloak.domain.challenge.AttemptResult;
import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.ChallengeOutcome;
import io.verifytotp.keycloak.domain.challenge.ChallengeRequest;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.service.Budgets;
import io.verifytotp.keycloak.domain.service.Service;
import io.verifytotp.keycloak.totp.OneTimeCode;
import io.verifytotp.keycloak.totp.TimeStep;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Verifies codes against challenges, and opens the challenges. */
final class ChallengeVerifier {
    private final CodeMatcher matcher;
    private final VerifyStore store;
    private final SeedResealer resealer;
    private final OtpAdopter adopter;

    ChallengeVerifier(CodeMatcher matcher, VerifyStore store, SeedResealer resealer, OtpAdopter adopter) {
        this.matcher = matcher;
        this.store = store;
        this.resealer = resealer;
        this.adopter = adopter;
    }

    /**
     * Verifies an answer to a page. If the page's challenge is closed, a new one takes its place. A second answer to the
     * same page gets the outcome of the first, and nothing is used up or counted again.
     */
    ChallengeOutcome verifyAtPage(
            Service service, Optional<Factor> factor, Challenge shown, String typed, Instant now) {
        Evaluation evaluation = evaluate(service, factor, shown, typed, now);
        return atPage(shown, evaluation, now, () -> verify(service, factor, shown.following(now), typed, now));
    }

    /** As {@link #verifyAtPage} for a page on which the user confirms an opened challenge, and that one alone. */
    ChallengeOutcome verifyConfirmation(Service service, Challenge shown, String typed, Instant now) {
        Evaluation evaluation = evaluate(service, factor(shown), shown, typed, now);
        return atPage(shown, evaluation, now, () -> outcome(shown, evaluation, now));
    }

    private ChallengeOutcome atPage(
            Challenge shown, Evaluation evaluation, Instant now, Supplier<ChallengeOutcome> whenClosed) {
        Verdict verdict = evaluation.result().verdict();
        if (verdict == Verdict.CHALLENGE_CLOSED) {
            return refusedBefore(shown).map(ChallengeVerifier::repeatedRefusal).orElseGet(whenClosed);
        }
        return verdict == Verdict.ALREADY_USED && isRepeated(shown, evaluation, now)
                ? repeated(shown, now)
                : outcome(shown, evaluation, now);
    }

    /** Returns the stored challenge if a post of the same page has given it a wrong code since the page was shown. */
    private Optional<Challenge> refusedBefore(Challenge shown) {
        return store.challenges()
                .find(shown.owner(), shown.id())
                .filter(stored -> stored.factor().equals(shown.factor()))
                .filter(stored -> stored.wrongAnswers() > shown.wrongAnswers());
    }

    /** Refuses the second post whether its code is right or wrong: otherwise one page would allow several guesses. */
    private static ChallengeOutcome repeatedRefusal(Challenge stored) {
        return new ChallengeOutcome(stored, AttemptResult.of(Verdict.WRONG_CODE), true);
    }

    private boolean isRepeated(Challenge shown, Evaluation evaluation, Instant now) {
        return evaluation
                .step()
                .filter(step -> store.challenges().isApprovedBy(shown, step, now))
                .isPresent();
    }

    private static ChallengeOutcome repeated(Challenge shown, Instant now) {
        return new ChallengeOutcome(shown.after(Verdict.APPROVED, now), AttemptResult.of(Verdict.APPROVED), true);
    }

    Challenge newChallenge(Service service, String identity, FactorId factor, ChallengeRequest request, Instant now) {
        Instant expiresAt =
                request.expiresAt().orElseGet(() -> now.plus(service.policy().challengeLifetime()));
        return Challenge.opened(service.entity(identity), factor, Optional.empty(), request.contents(), now, expiresAt);
    }

    /** Stores a new challenge; empty if the factor is gone or has reached its limit of challenges. */
    Optional<Challenge> store(Service service, Challenge challenge) {
        return factor(challenge)
                .filter(factor -> store.ledger().open(challenge, budgets(service, factor), challenge.createdAt()))
                .map(factor -> challenge.asRecorded());
    }

    /** Verifies a code, and stores the challenge also where the answer changed nothing (malformed, used, locked). */
    ChallengeOutcome verifyAndStore(Service service, Challenge challenge, String typed, Instant now) {
        ChallengeOutcome outcome = verify(service, challenge, typed, now);
        return switch (outcome.verdict()) {
            case APPROVED, WRONG_CODE, CHALLENGE_CLOSED, TOO_MANY_CHALLENGES -> outcome;
            case UNKNOWN_FACTOR, UNREADABLE_SEED, STORE_UNAVAILABLE -> outcome;
            case MALFORMED, ALREADY_USED, LOCKED, DISABLED ->
                store(service, challenge)
                        .map(stored -> new ChallengeOutcome(stored, outcome.result()))
                        .orElseGet(
                                () -> new ChallengeOutcome(challenge, AttemptResult.of(Verdict.TOO_MANY_CHALLENGES)));
        };
    }

    ChallengeOutcome verify(Service service, Challenge challenge, String typed, Instant now) {
        return verify(service, factor(challenge), challenge, typed, now);
    }

    private ChallengeOutcome verify(
            Service service, Optional<Factor> factor, Challenge challenge, String typed, Instant now) {
        return outcome(challenge, evaluate(service, factor, challenge, typed, now), now);
    }

    private Optional<Factor> factor(Challenge challenge) {
        return store.factors().find(challenge.owner(), challenge.factor());
    }

    private static ChallengeOutcome outcome(Challenge challenge, Evaluation evaluation, Instant now) {
        AttemptResult result = evaluation.result();
        return new ChallengeOutcome(challenge.after(result.verdict(), now), result);
    }

    /** The ledger's result, and the time step that the code belongs to; empty for none. */
    private record Evaluation(AttemptResult result, Optional<TimeStep> step) {
        static Evaluation refused(Verdict verdict) {
            return new Evaluation(AttemptResult.of(verdict), Optional.empty());
        }
    }

    private Evaluation evaluate(
            Service service, Optional<Factor> factor, Challenge challenge, String typed, Instant now) {
        if (factor.filter(found -> isOf(challenge, found.binding())).isEmpty()) {
            return Evaluation.refused(Verdict.UNKNOWN_FACTOR);
        }
        TotpBinding binding = factor.get().binding();
        Budgets budgets = budgets(service, factor.get());
        Optional<OneTimeCode> code =
                OneTimeCode.parse(typed, binding.parameters().digits());
        if (code.isEmpty()) {
            return Evaluation.refused(Verdict.MALFORMED);
        }
        if (!challenge.isOpenAt(now, budgets.attemptsPerChallenge())) {
            return Evaluation.refused(Verdict.CHALLENGE_CLOSED);
        }
        Optional<TimeStep> step = matcher.findStep(binding, code.get(), now);
        if (step.isEmpty()) {
            return new Evaluation(store.ledger().countFailure(challenge, budgets, now), step);
        }
        if (isUsedAtKeycloak(factor.get(), code.get(), now)) {
            return new Evaluation(AttemptResult.of(Verdict.ALREADY_USED), step);
        }
        AttemptResult result = store.ledger().claimStep(challenge, budgets, step.get(), now);
        if (result.verdict() == Verdict.APPROVED) {
            afterUse(factor.get(), now);
        }
        return new Evaluation(result, step);
    }

    /** Marks the code at Keycloak before it counts here, so that it works once over both. */
    private boolean isUsedAtKeycloak(Factor factor, OneTimeCode code, Instant now) {
        return factor.origin().filter(origin -> origin.sharesCodesAt(now)).isPresent()
                && !store.otps().use(factor, code);
    }

    private void afterUse(Factor factor, Instant now) {
        if (factor.isKeycloaks()) {
            adopter.afterUse(factor, now);
        } else {
            resealer.afterUse(factor.binding());
        }
    }

    private static boolean isOf(Challenge challenge, TotpBinding binding) {
        return binding.owner().equals(challenge.owner()) && binding.factor().equals(challenge.factor());
    }

    private static Budgets budgets(Service service, Factor factor) {
        return service.policy()
                .budgets()
                .forCodesOf(factor.binding().parameters().digits());
    }
}
