package io.verifytotp.keycloak.domain.service;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long and how often users may put off their first enrollment. Every limit that is set has to hold; without any
 * nothing can be put off.
 *
 * @param days days from the first time that the user was asked, or 0 for no such limit
 * @param skips how many times, or 0 for no such limit
 */
public record Grace(int days, int skips) {
    public static final Grace NONE = new Grace(0, 0);

    public Grace {
        if (days < 0 || skips < 0) {
            throw new IllegalArgumentException("a grace period has no negative limits: " + days + ", " + skips);
        }
    }

    public boolean isGranted() {
        return days > 0 || skips > 0;
    }

    /** What is left of it; empty if nothing is, or nothing can be put off. */
    public Optional<GraceRemaining> left(GraceStart offer, Instant now) {
        if (!isGranted()
                || (days > 0 && !offer.since().isAfter(begunAfter(now)))
                || (skips > 0 && offer.putOff() >= skips)) {
            return Optional.empty();
        }
        return Optional.of(new GraceRemaining(
                days > 0 ? Optional.of(offer.since().plus(span())) : Optional.empty(),
                skips > 0 ? Optional.of(skips - offer.putOff()) : Optional.empty(),
                offer.putOff()));
    }

    /** Who was asked for the first time at this moment or before has no day left. */
    public Instant begunAfter(Instant now) {
        return now.minus(span());
    }

    private Duration span() {
        return Duration.ofDays(days);
    }
}
