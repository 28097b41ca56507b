package io.verifytotp.keycloak.rest.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Times as the API writes them: {@code 2026-01-02T03:04:05Z}, whole seconds, UTC. */
public final class WireTime {
    private static final DateTimeFormatter ZONE_OR_NOT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss[.SSS][XXX][X]");

    private WireTime() {}

    public static String of(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    public static @Nullable String of(Optional<Instant> time) {
        return time.map(WireTime::of).orElse(null);
    }

    static Optional<Instant> parse(String text) {
        try {
            TemporalAccessor parsed = ZONE_OR_NOT.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
            return Optional.of(
                    parsed instanceof OffsetDateTime zoned
                            ? zoned.toInstant()
                            : ((LocalDateTime) parsed).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
