package io.verifytotp.keycloak.domain.service;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long and how often a user may postpone the first enrollment. Each limit that is set has to hold. Without any
 * limit, enrollment can't be postponed.
 *
 * @param days days from the first time that the user was asked, or 0 for no such limit
 * @param skips number of times, or 0 for no such limit
 */
public record Grace(int days, int skips) {
    public static final Grace NONE = new Grace(0, 0);

    public Grace {
        if (days < 0 || skips < 0) {
            throw new IllegalArgumentException("a grace period has no negative limits: " + days + ", " + skips);
        }
    }

    /** When a user was first asked to enroll, and how many times the user has postponed it since. */
    public record Start(Instant since, int postponed) {}

    /**
     * Rest of a user's grace period.
     *
     * @param until end of the period, if days are limited
     * @param times number of times left, at least 1, if they are limited
     * @param counted how many times the user has postponed enrollment
     */
    public record Remaining(Optional<Instant> until, Optional<Integer> times, int counted) {}

    public boolean isGranted() {
        return days > 0 || skips > 0;
    }

    /** Returns the rest of a period; empty if it is over or there is no grace period. */
    public Optional<Remaining> remaining(Start start, Instant now) {
        if (!isGranted()
                || (days > 0 && !start.since().isAfter(latestExpiredStart(now)))
                || (skips > 0 && start.postponed() >= skips)) {
            return Optional.empty();
        }
        return Optional.of(new Remaining(
                days > 0 ? Optional.of(start.since().plus(length())) : Optional.empty(),
                skips > 0 ? Optional.of(skips - start.postponed()) : Optional.empty(),
                start.postponed()));
    }

    /** Returns the latest start of a period that has no days left at {@code now}. */
    public Instant latestExpiredStart(Instant now) {
        return now.minus(length());
    }

    private Duration length() {
        return Duration.ofDays(days);
    }
}
