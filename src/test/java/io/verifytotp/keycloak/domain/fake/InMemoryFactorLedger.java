package io.verifytotp.keycloak.domain.fake;

import io.verifytotp.keycloak.domain.challenge.AttemptResult;
import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.FactorLedger;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.factor.FactorChanges.LockedFactor;
import io.verifytotp.keycloak.domain.factor.FactorState;
import io.verifytotp.keycloak.domain.factor.FactorStates;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.domain.service.Budgets;
import io.verifytotp.keycloak.totp.TimeStep;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** The ledger's rules with maps for tables and one lock for all transactions. */
public final class InMemoryFactorLedger implements FactorLedger, FactorStates {
    private final InMemoryChallenges challenges;
    private final InMemoryFactors credentials;
    private final Map<FactorId, LedgerEntry> factors = new HashMap<>();

    public InMemoryFactorLedger(InMemoryChallenges challenges, InMemoryFactors credentials) {
        this.challenges = challenges;
        this.credentials = credentials;
    }

    public synchronized void keepPending(PendingFactor factor) {
        factors.put(factor.id(), LedgerEntry.pending(factor));
    }

    public synchronized void keepVerified(EntityKey owner, FactorId factor, Instant now) {
        factors.computeIfAbsent(factor, id -> LedgerEntry.verified(owner, now)).verify(now);
    }

    /** The factor's codes have another period from now on. */
    public synchronized void change(FactorId factor, Duration before, Duration after, Instant now) {
        Optional.ofNullable(factors.get(factor)).ifPresent(entry -> entry.change(before, after, now));
    }

    public synchronized boolean unlock(EntityKey owner, FactorId factor, Instant now) {
        LedgerEntry entry = factors.getOrDefault(factor, LedgerEntry.NONE);
        return entry.isOf(owner) && entry.unlock(now);
    }

    public synchronized List<LockedFactor> locked(String realm, ServiceId service, Instant now) {
        return factors.entrySet().stream()
                .flatMap(entry -> entry.getValue().locked(entry.getKey(), now).stream())
                .filter(locked -> locked.owner().realm().equals(realm)
                        && locked.owner().service().equals(service))
                .toList();
    }

    public synchronized boolean remove(FactorId factor) {
        return factors.remove(factor) != null;
    }

    public synchronized void removeAllOf(EntityKey owner) {
        factors.values().removeIf(entry -> entry.isOf(owner));
    }

    @Override
    public synchronized Map<FactorId, FactorState> of(EntityKey owner) {
        return factors.entrySet().stream()
                .filter(entry -> entry.getValue().isOf(owner))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().state()));
    }

    @Override
    public synchronized Optional<TimeStep> lastStep(EntityKey owner, FactorId factor) {
        return Optional.ofNullable(factors.get(factor))
                .filter(entry -> entry.isOf(owner))
                .flatMap(LedgerEntry::lastStep);
    }

    @Override
    public synchronized AttemptResult claimStep(Challenge challenge, Budgets budgets, TimeStep step, Instant now) {
        LedgerEntry entry = entryOf(challenge, now);
        Optional<AttemptResult> refusal = entry.refusal(challenge.owner(), now, false)
                .or(() -> entry.used(step))
                .or(() -> refusal(entry, challenge, budgets, now));
        if (refusal.isEmpty()) {
            entry.claim(step, now);
            if (challenge.recorded()) {
                entry.giveBack(challenge.createdAt(), budgets, now);
            }
            challenges.approve(challenge, step, now);
        }
        return refusal.orElse(AttemptResult.of(Verdict.APPROVED));
    }

    @Override
    public synchronized AttemptResult countFailure(Challenge challenge, Budgets budgets, Instant now) {
        LedgerEntry entry = entryOf(challenge, now);
        Optional<AttemptResult> refusal =
                entry.refusal(challenge.owner(), now, false).or(() -> refusal(entry, challenge, budgets, now));
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (!challenge.recorded()) {
            entry.take(budgets, now);
        }
        challenges.put(challenges.current(challenge).after(Verdict.WRONG_CODE, now));
        return entry.fail(budgets, now);
    }

    @Override
    public synchronized boolean open(Challenge challenge, Budgets budgets, Instant now) {
        LedgerEntry entry = entryOf(challenge, now);
        if (!entry.isVerifiedOf(challenge.owner()) || !entry.takesChallenge(budgets, now)) {
            return false;
        }
        entry.take(budgets, now);
        challenges.put(challenge);
        return true;
    }

    @Override
    public synchronized AttemptResult claimEnrollmentStep(
            PendingFactor factor, OptionalInt known, TimeStep step, Instant now) {
        LedgerEntry entry = factors.getOrDefault(factor.id(), LedgerEntry.NONE);
        Optional<AttemptResult> refusal =
                pendingRefusal(entry, factor, known, now).or(() -> entry.used(step));
        if (refusal.isEmpty()) {
            entry.claim(step, now);
        }
        return refusal.orElse(AttemptResult.of(Verdict.APPROVED));
    }

    @Override
    public synchronized AttemptResult countEnrollmentFailure(
            PendingFactor factor, OptionalInt known, Budgets budgets, Instant now) {
        LedgerEntry entry = factors.getOrDefault(factor.id(), LedgerEntry.NONE);
        return pendingRefusal(entry, factor, known, now).orElseGet(() -> entry.fail(budgets, now));
    }

    private static Optional<AttemptResult> pendingRefusal(
            LedgerEntry entry, PendingFactor factor, OptionalInt known, Instant now) {
        EntityKey owner = factor.binding().owner();
        return entry.isPendingOf(owner, now) && known.isPresent() && entry.failures() > known.getAsInt()
                ? Optional.of(new AttemptResult(Verdict.CHALLENGE_CLOSED, entry.lock(now)))
                : entry.refusal(owner, now, true);
    }

    /** A verified factor without an entry gets one with its first challenge. */
    private LedgerEntry entryOf(Challenge challenge, Instant now) {
        if (credentials.find(challenge.owner(), challenge.factor()).isPresent()) {
            return factors.computeIfAbsent(challenge.factor(), id -> LedgerEntry.verified(challenge.owner(), now));
        }
        return factors.getOrDefault(challenge.factor(), LedgerEntry.NONE);
    }

    private Optional<AttemptResult> refusal(LedgerEntry entry, Challenge challenge, Budgets budgets, Instant now) {
        boolean stored = challenges.isRecorded(challenge);
        if (!stored && !challenge.recorded()) {
            return entry.takesChallenge(budgets, now)
                    ? Optional.empty()
                    : Optional.of(AttemptResult.of(Verdict.TOO_MANY_CHALLENGES));
        }
        Challenge current = challenges.current(challenge);
        return stored
                        && challenge.recorded()
                        && (!challenge.ofPage() || challenge.wrongAnswers() == current.wrongAnswers())
                        && current.factor().equals(challenge.factor())
                        && current.isOpenAt(now, budgets.attemptsPerChallenge())
                ? Optional.empty()
                : Optional.of(AttemptResult.of(Verdict.CHALLENGE_CLOSED));
    }
}
