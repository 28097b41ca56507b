package io.verifytotp.keycloak.domain;

import io.verifytotp.keycloak.totp.OneTimeCode;
import io.verifytotp.keycloak.totp.TimeStep;
import java.time.Instant;
import java.util.Optional;

/** The engine's part for challenges: opens them, and settles what they are answered with. */
record ChallengeDesk(CodeMatcher matcher, VerifyStore store, Outages outages, SeedRenewal renewal) {

    Challenge forLogin(
            Service service,
            EntityKey owner,
            FactorId factor,
            Optional<ChallengeId> current,
            Optional<String> client,
            Instant now) {
        int attempts = service.policy().budgets().attemptsPerChallenge();
        Optional<Challenge> open = outages.refuseOn(
                owner,
                factor,
                () -> current.flatMap(id -> store.challenges().find(owner, id)),
                refusal -> Optional.<Challenge>empty());
        Instant expiresAt = now.plus(service.policy().challengeLifetime());
        return open.filter(challenge -> challenge.factor().equals(factor) && challenge.isOpenAt(now, attempts))
                .orElseGet(() -> Challenge.opened(owner, factor, client, ChallengeContents.NONE, now, expiresAt));
    }

    Challenge anew(Service service, EntityKey owner, FactorId factor, ChallengeTerms terms, Instant now) {
        Instant expiresAt =
                terms.expiresAt().orElseGet(() -> now.plus(service.policy().challengeLifetime()));
        return Challenge.opened(owner, factor, Optional.empty(), terms.contents(), now, expiresAt);
    }

    /** The challenge as the store has it now; empty where the factor is gone or had all its challenges. */
    Optional<Challenge> kept(Service service, Challenge challenge) {
        return store.factors()
                .find(challenge.owner(), challenge.factor())
                .filter(factor -> store.ledger().open(challenge, budgets(service, factor), challenge.createdAt()))
                .map(factor -> challenge.asRecorded());
    }

    /** As {@link #settle}; a challenge that the answer left no trace of is kept all the same. */
    ChallengeOutcome settleAndKeep(Service service, Challenge challenge, String typed, Instant now) {
        ChallengeOutcome outcome = settle(service, challenge, typed, now);
        return switch (outcome.verdict()) {
            case APPROVED, WRONG_CODE, CHALLENGE_CLOSED, TOO_MANY_CHALLENGES -> outcome;
            case UNKNOWN_FACTOR, UNREADABLE_SEED, STORE_UNAVAILABLE -> outcome;
            case MALFORMED, ALREADY_USED, LOCKED, DISABLED ->
                kept(service, challenge)
                        .map(kept -> new ChallengeOutcome(kept, outcome.settlement()))
                        .orElseGet(() -> new ChallengeOutcome(challenge, Settlement.of(Verdict.TOO_MANY_CHALLENGES)));
        };
    }

    ChallengeOutcome settle(Service service, Challenge challenge, String typed, Instant now) {
        Settlement settlement = settlement(service, challenge, typed, now);
        return new ChallengeOutcome(challenge.after(settlement.verdict(), now), settlement);
    }

    private Settlement settlement(Service service, Challenge challenge, String typed, Instant now) {
        Optional<Factor> factor = store.factors().find(challenge.owner(), challenge.factor());
        if (factor.isEmpty()) {
            return Settlement.of(Verdict.UNKNOWN_FACTOR);
        }
        Binding binding = factor.get().binding();
        Budgets budgets = budgets(service, factor.get());
        Optional<OneTimeCode> code =
                OneTimeCode.parse(typed, binding.parameters().digits());
        if (code.isEmpty()) {
            return Settlement.of(Verdict.MALFORMED);
        }
        if (!challenge.isOpenAt(now, budgets.attemptsPerChallenge())) {
            return Settlement.of(Verdict.CHALLENGE_CLOSED);
        }
        Optional<TimeStep> step = matcher.findStep(binding, code.get(), now);
        if (step.isEmpty()) {
            return store.ledger().countFailure(challenge, budgets, now);
        }
        Settlement settlement = store.ledger().claimStep(challenge, budgets, step.get(), now);
        if (settlement.verdict() == Verdict.APPROVED) {
            renewal.afterUse(binding);
        }
        return settlement;
    }

    private static Budgets budgets(Service service, Factor factor) {
        return service.policy()
                .budgets()
                .forCodesOf(factor.binding().parameters().digits());
    }
}
