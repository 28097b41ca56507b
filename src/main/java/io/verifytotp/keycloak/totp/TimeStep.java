package io.verifytotp.keycloak.totp;

import io.verifytotp.keycloak.PublicApi;
import java.time.Duration;
import java.time.Instant;

/**
 * Number of a time step: whole periods since the Unix epoch, {@code T} in RFC 6238 §4.2 and the moving factor of RFC
 * 4226. There it is an unsigned 64-bit counter; here, steps before 1970 are negative and not needed.
 */
@PublicApi
public record TimeStep(long number) implements Comparable<TimeStep> {
    /** Returns the step that contains {@code instant}. */
    public static TimeStep at(Instant instant, Duration period) {
        return new TimeStep(Math.floorDiv(instant.getEpochSecond(), period.toSeconds()));
    }

    /** Converts to another period: to the last step that begins before this one ends. So used codes stay used. */
    public TimeStep convert(Duration from, Duration to) {
        long lastSecond = Math.multiplyExact(number + 1, from.toSeconds()) - 1;
        return new TimeStep(Math.floorDiv(lastSecond, to.toSeconds()));
    }

    /** Returns the step that many steps later, or earlier for a negative number. */
    public TimeStep plus(long steps) {
        return new TimeStep(number + steps);
    }

    @Override
    public int compareTo(TimeStep other) {
        return Long.compare(number, other.number);
    }
}
