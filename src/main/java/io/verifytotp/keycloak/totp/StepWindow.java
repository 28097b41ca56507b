package io.verifytotp.keycloak.totp;

import io.verifytotp.keycloak.PublicApi;

/** Steps whose codes are accepted: {@code skew} steps on either side of the current one (RFC 6238 §5.2). */
@PublicApi
public record StepWindow(TimeStep current, int skew) {
    /** With more steps a code would be valid for minutes; RFC 6238 §5.2 recommends one. */
    public static final int MAX_SKEW = 2;

    public StepWindow {
        if (skew < 0 || skew > MAX_SKEW) {
            throw new IllegalArgumentException("skew must be 0.." + MAX_SKEW + " steps, got " + skew);
        }
    }
}
