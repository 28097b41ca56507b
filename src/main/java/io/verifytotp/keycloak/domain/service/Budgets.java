package io.verifytotp.keycloak.domain.service;

import java.time.Duration;

/**
 * Limits on guessing, all per factor: a new challenge, session, address or entry point resets nothing (RFC 4226 §7.3).
 *
 * @param attemptsPerChallenge maximum wrong answers per challenge
 * @param lockAfter consecutive wrong answers after which the factor is locked for a time
 * @param disableAfter consecutive wrong answers, at any intervals, after which the factor is disabled until the user
 *     enrolls again or an administrator unlocks it (NIST SP 800-63B-4 §3.2.2: at most 100)
 * @param challengesPerHour maximum challenges without approval within an hour
 * @param challengesPerDay maximum challenges without approval within 24 hours
 */
public record Budgets(
        int attemptsPerChallenge, int lockAfter, int disableAfter, int challengesPerHour, int challengesPerDay) {
    /** Duration of the first lock; each further wrong answer doubles it. */
    public static final Duration FIRST_LOCK = Duration.ofSeconds(30);

    /** Maximum duration of a lock. */
    public static final Duration LONGEST_LOCK = Duration.ofHours(1);

    /** Number of doublings after which the first lock has reached the longest. */
    public static final int LOCK_DOUBLINGS = 7;

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final int SHORT_CODE_DIGITS = 4;
    private static final int SHORT_CODE_CHALLENGES_PER_DAY = 10;

    /** Returns the lock of wrong answer number {@code lockAfter + beyond}: 30 s, 60 s, 2 min and so on up to 1 h. */
    public static Duration lockAfterFurther(int beyond) {
        Duration doubled = FIRST_LOCK.multipliedBy(1L << Math.min(beyond, LOCK_DOUBLINGS));
        return doubled.compareTo(LONGEST_LOCK) < 0 ? doubled : LONGEST_LOCK;
    }

    /** Returns the rate that keeps within the challenges of an hour. */
    public ChallengeRate hourly() {
        return ChallengeRate.of(challengesPerHour, HOUR);
    }

    /** Returns the rate that keeps within the challenges of a day. */
    public ChallengeRate daily() {
        return ChallengeRate.of(challengesPerDay, DAY);
    }

    /** Returns these budgets with a lock after the attempts of one challenge at the latest, also in a race. */
    public Budgets lockingAfterOneChallenge() {
        return new Budgets(
                attemptsPerChallenge,
                Math.min(lockAfter, attemptsPerChallenge),
                disableAfter,
                challengesPerHour,
                challengesPerDay);
    }

    /** Returns the budgets for codes of that length: a factor with up to 4 digits gets 10 challenges a day at most. */
    public Budgets forCodesOf(int digits) {
        if (digits > SHORT_CODE_DIGITS) {
            return this;
        }
        int perDay = Math.min(challengesPerDay, SHORT_CODE_CHALLENGES_PER_DAY);
        return new Budgets(attemptsPerChallenge, lockAfter, disableAfter, Math.min(challengesPerHour, perDay), perDay);
    }
}
