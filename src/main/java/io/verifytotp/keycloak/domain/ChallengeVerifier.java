package io.verifytotp.keycloak.domain;

import io.verifytotp.keycloak.domain.challenge.AttemptResult;
import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.ChallengeContents;
import io.verifytotp.keycloak.domain.challenge.ChallengeOutcome;
import io.verifytotp.keycloak.domain.challenge.ChallengeRequest;
import io.verifytotp.keycloak.domain.challenge.CodePrompt;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.service.Budgets;
import io.verifytotp.keycloak.domain.service.Service;
import io.verifytotp.keycloak.totp.OneTimeCode;
import io.verifytotp.keycloak.totp.TimeStep;
import java.time.Instant;
import java.util.Optional;

/** The engine's part for challenges: opens them, and settles what they are answered with. */
record ChallengeVerifier(CodeMatcher matcher, VerifyStore store, SeedResealer resealer) {

    /**
     * Settles an answer to a page. A page whose challenge is closed goes on with a new one. A second answer to the same
     * page has the outcome of the first: nothing is spent or counted again.
     */
    ChallengeOutcome verifyAtPage(Service service, EntityKey owner, CodePrompt prompt, String typed, Instant now) {
        Instant expiresAt = now.plus(service.policy().challengeLifetime());
        Challenge shown = Challenge.shown(owner, prompt, now, expiresAt);
        Evaluation evaluation = evaluate(service, shown, typed, now);
        return switch (evaluation.result().verdict()) {
            case CHALLENGE_CLOSED ->
                refusedBefore(shown)
                        .map(ChallengeVerifier::repeatedRefusal)
                        .orElseGet(() -> verifyCode(service, following(owner, prompt, now, expiresAt), typed, now));
            case ALREADY_USED ->
                isRepeated(shown, evaluation, now) ? repeated(shown, now) : outcome(shown, evaluation, now);
            case APPROVED,
                    WRONG_CODE,
                    MALFORMED,
                    LOCKED,
                    DISABLED,
                    TOO_MANY_CHALLENGES,
                    UNKNOWN_FACTOR,
                    UNREADABLE_SEED,
                    STORE_UNAVAILABLE -> outcome(shown, evaluation, now);
        };
    }

    private static Challenge following(EntityKey owner, CodePrompt prompt, Instant now, Instant expiresAt) {
        return Challenge.opened(owner, prompt.factor(), prompt.client(), ChallengeContents.NONE, now, expiresAt);
    }

    /** The challenge as it is stored, if it got a wrong answer after the page was shown: from a post of that page. */
    private Optional<Challenge> refusedBefore(Challenge shown) {
        return store.challenges()
                .find(shown.owner(), shown.id())
                .filter(stored -> stored.factor().equals(shown.factor()))
                .filter(stored -> stored.wrongAnswers() > shown.wrongAnswers());
    }

    /** The same whether the second post's code was right or not: a page is no place to try several. */
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

    Challenge newChallenge(Service service, EntityKey owner, FactorId factor, ChallengeRequest terms, Instant now) {
        Instant expiresAt =
                terms.expiresAt().orElseGet(() -> now.plus(service.policy().challengeLifetime()));
        return Challenge.opened(owner, factor, Optional.empty(), terms.contents(), now, expiresAt);
    }

    /** The challenge as the store has it now; empty where the factor is gone or had all its challenges. */
    Optional<Challenge> store(Service service, Challenge challenge) {
        return store.factors()
                .find(challenge.owner(), challenge.factor())
                .filter(factor -> store.ledger().open(challenge, budgets(service, factor), challenge.createdAt()))
                .map(factor -> challenge.asRecorded());
    }

    /** As {@link #verifyCode}; a challenge that the answer left no trace of is kept all the same. */
    ChallengeOutcome verifyAndRecord(Service service, Challenge challenge, String typed, Instant now) {
        ChallengeOutcome outcome = verifyCode(service, challenge, typed, now);
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

    ChallengeOutcome verifyCode(Service service, Challenge challenge, String typed, Instant now) {
        return outcome(challenge, evaluate(service, challenge, typed, now), now);
    }

    private static ChallengeOutcome outcome(Challenge challenge, Evaluation evaluation, Instant now) {
        AttemptResult result = evaluation.result();
        return new ChallengeOutcome(challenge.after(result.verdict(), now), result);
    }

    /** What the ledger says to a code, and the step that the code belongs to, if to any. */
    private record Evaluation(AttemptResult result, Optional<TimeStep> step) {
        static Evaluation refused(Verdict verdict) {
            return new Evaluation(AttemptResult.of(verdict), Optional.empty());
        }
    }

    private Evaluation evaluate(Service service, Challenge challenge, String typed, Instant now) {
        Optional<Factor> factor = store.factors().find(challenge.owner(), challenge.factor());
        if (factor.isEmpty()) {
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
        AttemptResult result = store.ledger().claimStep(challenge, budgets, step.get(), now);
        if (result.verdict() == Verdict.APPROVED) {
            resealer.afterUse(binding);
        }
        return new Evaluation(result, step);
    }

    private static Budgets budgets(Service service, Factor factor) {
        return service.policy()
                .budgets()
                .forCodesOf(factor.binding().parameters().digits());
    }
}
