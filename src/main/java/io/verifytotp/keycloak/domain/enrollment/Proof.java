package io.verifytotp.keycloak.domain.enrollment;

import io.verifytotp.keycloak.domain.id.FactorId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Evidence that a session has shown a second factor. Only with one may a session change what can stand in for the
 * user's factor.
 *
 * @param identity id of the Keycloak user who gave it
 * @param factor the factor that was verified or set up; empty for what Keycloak verified
 * @param at when it was given, in whole seconds
 */
public record Proof(String identity, Kind kind, Optional<FactorId> factor, Instant at) {
    /** How long a proof counts: a change has to be begun within this time. */
    public static final Duration LIFETIME = Duration.ofMinutes(5);

    private static final String SEPARATOR = ";";
    private static final String NO_FACTOR = "-";
    private static final int PARTS = 4;

    /** What was shown. */
    public enum Kind {
        /** A code of a factor of ours. */
        CODE,
        /** A factor of ours that was set up. */
        SET_UP,
        /** A recovery code of Keycloak's. */
        RECOVERY_CODE,
        /** A passkey or security key of Keycloak's. */
        PASSKEY;

        /** The name in session notes and tags of metrics. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        private boolean needsFactor() {
            return this == CODE || this == SET_UP;
        }
    }

    public Proof {
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(factor, "factor");
        Objects.requireNonNull(at, "at");
        if (kind.needsFactor() != factor.isPresent()) {
            throw new IllegalArgumentException("proofs by a factor of ours name it, others name none: " + kind);
        }
        at = at.truncatedTo(ChronoUnit.SECONDS);
    }

    public static Proof ofFactor(String identity, Kind kind, FactorId factor, Instant at) {
        return new Proof(identity, kind, Optional.of(factor), at);
    }

    public static Proof ofKeycloak(String identity, Kind kind, Instant at) {
        return new Proof(identity, kind, Optional.empty(), at);
    }

    /** Whether the proof counts at {@code now}. The clocks of two nodes may differ, so it may lie ahead as far. */
    public boolean isFresh(Instant now) {
        return Duration.between(at, now).abs().compareTo(LIFETIME) < 0;
    }

    /** Whether the factor that was proved is still one of the user's, by {@code isCurrent}. */
    public boolean holds(Predicate<FactorId> isCurrent) {
        return factor.map(isCurrent::test).orElse(true);
    }

    /** The form in a session note. */
    public String text() {
        return String.join(
                SEPARATOR,
                kind.id(),
                Long.toString(at.getEpochSecond()),
                factor.map(FactorId::publicId).orElse(NO_FACTOR),
                identity);
    }

    /** Reads a session note; empty for {@code null} and for anything that {@link #text} does not write. */
    public static Optional<Proof> parse(String text) {
        String[] parts = text == null ? new String[0] : text.split(SEPARATOR, PARTS);
        if (parts.length != PARTS) {
            return Optional.empty();
        }
        Optional<FactorId> factor = FactorId.parse(parts[2]);
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.id().equals(parts[0]))
                .filter(kind -> kind.needsFactor() == factor.isPresent())
                .findFirst()
                .flatMap(kind -> seconds(parts[1]).map(at -> new Proof(parts[3], kind, factor, at)));
    }

    private static Optional<Instant> seconds(String text) {
        return text.matches("\\d{1,11}") ? Optional.of(Instant.ofEpochSecond(Long.parseLong(text))) : Optional.empty();
    }
}
