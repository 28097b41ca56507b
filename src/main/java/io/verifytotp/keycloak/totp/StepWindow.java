package io.verifytotp.keycloak.totp;

import java.util.List;
import java.util.stream.LongStream;

/** The steps whose codes are compared: {@code skew} steps either side of the current one (RFC 6238 §5.2). */
public record StepWindow(TimeStep current, int skew) {
    /** Beyond two steps either side a code would live for minutes; RFC 6238 §5.2 recommends one. */
    public static final int MAX_SKEW = 2;

    public StepWindow {
        if (skew < 0 || skew > MAX_SKEW) {
            throw new IllegalArgumentException("skew must be 0.." + MAX_SKEW + " steps, got " + skew);
        }
    }

    /** All steps of the window, the oldest first. */
    public List<TimeStep> steps() {
        return LongStream.rangeClosed(-skew, skew).mapToObj(current::plus).toList();
    }
}
