package io.verifytotp.keycloak.domain;

import io.verifytotp.keycloak.totp.TimeStep;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The ledger's rules with maps for tables and one lock for all transactions. */
final class InMemoryFactorLedger implements FactorLedger, Challenges {
    private final Map<FactorId, LedgerEntry> factors = new HashMap<>();
    private final Map<ChallengeId, Challenge> challenges = new HashMap<>();

    synchronized void keepPending(PendingFactor factor) {
        factors.put(factor.id(), LedgerEntry.pending(factor));
    }

    synchronized void keepVerified(EntityKey owner, FactorId factor) {
        factors.computeIfAbsent(factor, id -> LedgerEntry.verified(owner)).verify();
    }

    synchronized void remove(FactorId factor) {
        factors.remove(factor);
    }

    @Override
    public synchronized Optional<Challenge> find(EntityKey owner, ChallengeId id) {
        return Optional.ofNullable(challenges.get(id))
                .filter(challenge -> challenge.owner().equals(owner));
    }

    @Override
    public synchronized Settlement claimStep(Challenge challenge, Budgets budgets, TimeStep step, Instant now) {
        LedgerEntry entry = entryOf(challenge);
        Optional<Settlement> refusal = entry.refusal(challenge.owner(), now, false)
                .or(() -> entry.used(step))
                .or(() -> refusal(challenge, budgets, now));
        if (refusal.isEmpty()) {
            entry.claim(step);
            Challenge current = current(challenge);
            record(current, ChallengeStatus.APPROVED, current.wrongAnswers());
        }
        return refusal.orElse(Settlement.of(Verdict.APPROVED));
    }

    @Override
    public synchronized Settlement countFailure(Challenge challenge, Budgets budgets, Instant now) {
        LedgerEntry entry = entryOf(challenge);
        Optional<Settlement> refusal =
                entry.refusal(challenge.owner(), now, false).or(() -> refusal(challenge, budgets, now));
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Challenge current = current(challenge);
        record(current, ChallengeStatus.PENDING, current.wrongAnswers() + 1);
        return entry.fail(budgets, now);
    }

    @Override
    public synchronized Settlement claimEnrollmentStep(PendingFactor factor, TimeStep step, Instant now) {
        LedgerEntry entry = factors.getOrDefault(factor.id(), LedgerEntry.NONE);
        Optional<Settlement> refusal =
                entry.refusal(factor.binding().owner(), now, true).or(() -> entry.used(step));
        if (refusal.isEmpty()) {
            entry.claim(step);
        }
        return refusal.orElse(Settlement.of(Verdict.APPROVED));
    }

    @Override
    public synchronized Settlement countEnrollmentFailure(PendingFactor factor, Budgets budgets, Instant now) {
        LedgerEntry entry = factors.getOrDefault(factor.id(), LedgerEntry.NONE);
        return entry.refusal(factor.binding().owner(), now, true).orElseGet(() -> entry.fail(budgets, now));
    }

    /** A verified factor without an entry gets one with its first answer. */
    private LedgerEntry entryOf(Challenge challenge) {
        return factors.computeIfAbsent(challenge.factor(), id -> LedgerEntry.verified(challenge.owner()));
    }

    private Challenge current(Challenge challenge) {
        return challenges.getOrDefault(challenge.id(), challenge);
    }

    private Optional<Settlement> refusal(Challenge challenge, Budgets budgets, Instant now) {
        if (!challenges.containsKey(challenge.id()) && budgetIsSpent(challenge.factor(), budgets, now)) {
            return Optional.of(Settlement.of(Verdict.TOO_MANY_CHALLENGES));
        }
        return current(challenge).isOpenAt(now, budgets.attemptsPerChallenge())
                ? Optional.empty()
                : Optional.of(Settlement.of(Verdict.CHALLENGE_CLOSED));
    }

    private boolean budgetIsSpent(FactorId factor, Budgets budgets, Instant now) {
        return notApprovedSince(factor, now.minus(Duration.ofHours(1))) >= budgets.challengesPerHour()
                || notApprovedSince(factor, now.minus(Duration.ofDays(1))) >= budgets.challengesPerDay();
    }

    private long notApprovedSince(FactorId factor, Instant since) {
        return challenges.values().stream()
                .filter(challenge -> challenge.factor().equals(factor))
                .filter(challenge -> challenge.status() != ChallengeStatus.APPROVED)
                .filter(challenge -> challenge.createdAt().isAfter(since))
                .count();
    }

    private void record(Challenge challenge, ChallengeStatus status, int wrongAnswers) {
        challenges.put(
                challenge.id(),
                new Challenge(
                        challenge.id(),
                        challenge.owner(),
                        challenge.factor(),
                        challenge.client(),
                        status,
                        wrongAnswers,
                        challenge.createdAt(),
                        challenge.expiresAt(),
                        true));
    }
}
