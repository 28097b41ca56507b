package io.verifytotp.keycloak.wiring.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Limits each log line or mail to one a minute, so that an outage does not log a line for each request. */
public final class RateLimit {
    private static final Duration SPAN = Duration.ofMinutes(1);

    /** More than a server has different messages. Beyond it, all are forgotten. */
    private static final int MOST = 1000;

    private final Clock clock;
    private final Map<String, Instant> permitted = new ConcurrentHashMap<>();

    public RateLimit(Clock clock) {
        this.clock = clock;
    }

    /** Takes a permit back that was not used. */
    public void forget(String message) {
        permitted.remove(message);
    }

    /** Takes the message's permit for this minute; false if it was taken before. */
    public boolean permits(String message) {
        Instant now = clock.instant();
        if (permitted.size() > MOST) {
            permitted.clear();
        }
        Instant before = permitted.get(message);
        if (before != null && now.isBefore(before.plus(SPAN))) {
            return false;
        }
        // Of two concurrent calls, one gets the permit.
        return before == null ? permitted.putIfAbsent(message, now) == null : permitted.replace(message, before, now);
    }
}
