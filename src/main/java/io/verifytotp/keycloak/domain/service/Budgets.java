package io.verifytotp.keycloak.domain.service;

import java.time.Duration;

/**
 * How much guessing a factor bears. All of it belongs to the factor: a new challenge, session, address or door
 * renews nothing (RFC 4226 §7.3).
 *
 * @param attemptsPerChallenge wrong answers that one challenge takes
 * @param lockAfter consecutive wrong answers after which the factor is locked for a time
 * @param disableAfter consecutive wrong answers, whatever the time between, after which the factor is disabled until
 *     it is enrolled anew or enabled by an administrator (NIST SP 800-63B-4 §3.2.2: at most 100)
 * @param challengesPerHour challenges without approval that a factor takes within an hour
 * @param challengesPerDay the same within 24 hours
 */
public record Budgets(
        int attemptsPerChallenge, int lockAfter, int disableAfter, int challengesPerHour, int challengesPerDay) {
    /** How long the first lock lasts; each further wrong answer doubles it. */
    public static final Duration FIRST_LOCK = Duration.ofSeconds(30);

    /** No lock lasts longer. */
    public static final Duration LONGEST_LOCK = Duration.ofHours(1);

    /** How many times the first lock doubles before it reaches the longest. */
    public static final int LOCK_DOUBLINGS = 7;

    private static final int SHORT_CODE_DIGITS = 4;
    private static final int SHORT_CODE_CHALLENGES_PER_DAY = 10;

    /** The lock that wrong answer number {@code lockAfter + beyond} brings: 30 s, 60 s, 2 min and so on, at most 1 h. */
    public static Duration lockAfterFurther(int beyond) {
        Duration doubled = FIRST_LOCK.multipliedBy(1L << Math.min(beyond, LOCK_DOUBLINGS));
        return doubled.compareTo(LONGEST_LOCK) < 0 ? doubled : LONGEST_LOCK;
    }

    /** These budgets with a lock no later than after the attempts of one challenge, so that no race gets more. */
    public Budgets lockingAfterOneChallenge() {
        return new Budgets(
                attemptsPerChallenge,
                Math.min(lockAfter, attemptsPerChallenge),
                disableAfter,
                challengesPerHour,
                challengesPerDay);
    }

    /** The budget for a factor whose codes have that many digits: codes of up to 4 digits get 10 challenges a day. */
    public Budgets forCodesOf(int digits) {
        if (digits > SHORT_CODE_DIGITS) {
            return this;
        }
        int perDay = Math.min(challengesPerDay, SHORT_CODE_CHALLENGES_PER_DAY);
        return new Budgets(attemptsPerChallenge, lockAfter, disableAfter, Math.min(challengesPerHour, perDay), perDay);
    }
}
