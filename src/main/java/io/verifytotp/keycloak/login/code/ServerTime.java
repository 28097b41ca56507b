package io.verifytotp.keycloak.login.code;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The server's time as a page shows it. Public because page templates read it. */
public final class ServerTime {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Instant instant;

    public ServerTime(Instant instant) {
        this.instant = instant;
    }

    /** Returns the time for the attribute {@code datetime}, which a script can turn into local time. */
    public String getMachine() {
        return instant.toString();
    }

    public String getText() {
        return CLOCK.format(instant);
    }
}
