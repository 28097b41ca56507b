package io.verifytotp.keycloak.totp;

import java.time.Duration;
import java.time.Instant;

/**
 * The number of a time step: whole periods since the Unix epoch, {@code T} in RFC 6238 §4.2. It is the moving
 * factor of RFC 4226, an unsigned 64-bit counter there; steps before 1970 are not needed and are negative.
 */
public record TimeStep(long number) implements Comparable<TimeStep> {

    /** The step that {@code instant} lies in. */
    public static TimeStep at(Instant instant, Duration period) {
        return new TimeStep(Math.floorDiv(instant.getEpochSecond(), period.toSeconds()));
    }

    /**
     * The last step of another period that has begun when this one ends: what is used up to this step is used up to
     * that one.
     */
    public TimeStep in(Duration period, Duration other) {
        long lastSecond = Math.multiplyExact(number + 1, period.toSeconds()) - 1;
        return new TimeStep(Math.floorDiv(lastSecond, other.toSeconds()));
    }

    /** The step that many steps later, or earlier for a negative count. */
    public TimeStep plus(long steps) {
        return new TimeStep(number + steps);
    }

    @Override
    public int compareTo(TimeStep other) {
        return Long.compare(number, other.number);
    }
}
