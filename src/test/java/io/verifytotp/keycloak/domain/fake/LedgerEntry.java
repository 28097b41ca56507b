package io.verifytotp.keycloak.domain.fake;

import io.verifytotp.keycloak.domain.challenge.AttemptResult;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.factor.FactorChanges.LockedFactor;
import io.verifytotp.keycloak.domain.factor.FactorState;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.service.Budgets;
import io.verifytotp.keycloak.totp.TimeStep;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Record of one factor in {@link InMemoryFactorLedger}. Guarded by the ledger's lock. */
public final class LedgerEntry {
    /** No factor at all. */
    public static final LedgerEntry NONE = new LedgerEntry(Optional.empty(), Optional.empty(), Instant.EPOCH);

    private final Optional<EntityKey> owner;
    private final Instant createdAt;
    private Optional<Instant> pendingUntil;
    private Instant updatedAt;
    private Optional<TimeStep> lastStep = Optional.empty();
    private Optional<Instant> lastUsed = Optional.empty();
    private Optional<Instant> lockedUntil = Optional.empty();
    private Instant hourFree = Instant.EPOCH;
    private Instant dayFree = Instant.EPOCH;
    private int failures;
    private boolean disabled;

    private LedgerEntry(Optional<EntityKey> owner, Optional<Instant> pendingUntil, Instant createdAt) {
        this.owner = owner;
        this.pendingUntil = pendingUntil;
        this.createdAt = createdAt;
        this.updatedAt = createdAt;
    }

    public static LedgerEntry pending(PendingFactor factor) {
        return new LedgerEntry(
                Optional.of(factor.binding().owner()), Optional.of(factor.expiresAt()), factor.createdAt());
    }

    public static LedgerEntry verified(EntityKey owner, Instant now) {
        return new LedgerEntry(Optional.of(owner), Optional.empty(), now);
    }

    public void verify(Instant now) {
        pendingUntil = Optional.empty();
        updatedAt = now;
    }

    public boolean isOf(EntityKey key) {
        return owner.equals(Optional.of(key));
    }

    public boolean isVerifiedOf(EntityKey key) {
        return isOf(key) && pendingUntil.isEmpty();
    }

    public boolean isPendingOf(EntityKey key, Instant now) {
        return isOf(key) && pendingUntil.filter(now::isBefore).isPresent();
    }

    public int failures() {
        return failures;
    }

    /** The end of the lock, if locked at that time. */
    public Optional<Instant> lock(Instant now) {
        return lockedUntil.filter(now::isBefore);
    }

    public FactorState state() {
        return new FactorState(createdAt, updatedAt, failures, lockedUntil, disabled, lastUsed);
    }

    public boolean unlock(Instant now) {
        failures = 0;
        lockedUntil = Optional.empty();
        disabled = false;
        updatedAt = now;
        return true;
    }

    /** This verified factor as one that is locked or disabled, if it is. */
    public Optional<LockedFactor> locked(FactorId id, Instant now) {
        return owner.filter(key -> pendingUntil.isEmpty())
                .filter(key -> disabled || lock(now).isPresent())
                .map(key -> new LockedFactor(key, id, state()));
    }

    /** Why this factor takes no answer now. */
    public Optional<AttemptResult> refusal(EntityKey of, Instant now, boolean asPending) {
        if (asPending ? !isPendingOf(of, now) : !isVerifiedOf(of)) {
            return Optional.of(AttemptResult.of(Verdict.UNKNOWN_FACTOR));
        }
        if (disabled) {
            return Optional.of(AttemptResult.of(Verdict.DISABLED));
        }
        return lock(now).map(end -> new AttemptResult(Verdict.LOCKED, Optional.of(end)));
    }

    public Optional<TimeStep> lastStep() {
        return lastStep;
    }

    public Optional<AttemptResult> used(TimeStep step) {
        return lastStep.filter(last -> step.compareTo(last) <= 0).map(last -> AttemptResult.of(Verdict.ALREADY_USED));
    }

    public void claim(TimeStep step, Instant now) {
        lastStep = Optional.of(step);
        lastUsed = Optional.of(now);
        lockedUntil = Optional.empty();
        failures = 0;
    }

    /** The end of the last used step, in seconds of one period, is the end of a step in seconds of the other. */
    public void change(Duration before, Duration after, Instant now) {
        lastStep = lastStep.map(step -> {
            Instant lastMoment = Instant.ofEpochSecond((step.number() + 1) * before.toSeconds())
                    .minusMillis(1);
            return TimeStep.at(lastMoment, after);
        });
        updatedAt = now;
    }

    /** Whether one more challenge is within the budgets. */
    public boolean takesChallenge(Budgets budgets, Instant now) {
        return !hourFree.isAfter(budgets.hourly().latestFree(now))
                && !dayFree.isAfter(budgets.daily().latestFree(now));
    }

    public void take(Budgets budgets, Instant now) {
        hourFree = budgets.hourly().afterOneMore(hourFree, now);
        dayFree = budgets.daily().afterOneMore(dayFree, now);
    }

    public void giveBack(Instant createdAt, Budgets budgets, Instant now) {
        hourFree = hourFree.minus(budgets.hourly().givenBack(createdAt, now));
        dayFree = dayFree.minus(budgets.daily().givenBack(createdAt, now));
    }

    public AttemptResult fail(Budgets budgets, Instant now) {
        failures++;
        disabled = failures >= budgets.disableAfter();
        lockedUntil = failures < budgets.lockAfter()
                ? Optional.empty()
                : Optional.of(now.plus(lock(failures - budgets.lockAfter())));
        return new AttemptResult(Verdict.WRONG_CODE, lockedUntil, disabled);
    }

    private static Duration lock(int beyond) {
        Duration lock = Duration.ofSeconds(30);
        for (int i = 0; i < beyond && lock.toHours() < 1; i++) {
            lock = lock.plus(lock);
        }
        return lock.toHours() < 1 ? lock : Duration.ofHours(1);
    }
}
