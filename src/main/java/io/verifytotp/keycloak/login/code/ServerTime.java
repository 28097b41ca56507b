package io.verifytotp.keycloak.login.code;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A point in time for a page to show. Public because page templates read it. */
public final class ServerTime {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Instant instant;

    public ServerTime(Instant instant) {
        this.instant = instant;
    }

    /** For the attribute {@code datetime}, which a script can turn into local time. */
    public String getMachine() {
        return instant.toString();
    }

    /** For people, who without a script see the time in UTC. */
    public String getText() {
        return CLOCK.format(instant);
    }
}
