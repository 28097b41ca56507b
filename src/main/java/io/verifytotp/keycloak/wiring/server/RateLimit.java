package io.verifytotp.keycloak.wiring.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Lets the same thing be said once a minute, so that an outage does not fill the log with one line for each request. */
public final class RateLimit {
    private static final Duration SPAN = Duration.ofMinutes(1);

    /** More different things than a server has to say; beyond them the oldest are forgotten all at once. */
    private static final int MOST = 1000;

    private final Clock clock;
    private final Map<String, Instant> said = new ConcurrentHashMap<>();

    public RateLimit(Clock clock) {
        this.clock = clock;
    }

    /** Takes a permit back for what was not said after all. */
    public void forget(String what) {
        said.remove(what);
    }

    /** Whether that may be said now. */
    public boolean permits(String what) {
        Instant now = clock.instant();
        if (said.size() > MOST) {
            said.clear();
        }
        Instant before = said.get(what);
        if (before != null && now.isBefore(before.plus(SPAN))) {
            return false;
        }
        // Of two that come at once, one may speak.
        return before == null ? said.putIfAbsent(what, now) == null : said.replace(what, before, now);
    }
}
