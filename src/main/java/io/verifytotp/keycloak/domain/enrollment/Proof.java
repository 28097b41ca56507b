package io.verifytotp.keycloak.domain.enrollment;

import io.verifytotp.keycloak.domain.id.FactorId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Proof that a session has verified a second factor. A session needs one to change the factor or anything that can
 * replace it.
 *
 * @param identity id of the Keycloak user
 * @param factor the factor that was verified or set up; empty for a factor that Keycloak verified
 * @param at time of the verification, in whole seconds
 */
public record Proof(String identity, Kind kind, Optional<FactorId> factor, Instant at) {
    /** Validity of a proof: a change has to be started within this time. */
    public static final Duration LIFETIME = Duration.ofMinutes(5);

    private static final String SEPARATOR = ";";
    private static final String NO_FACTOR = "-";
    private static final int PARTS = 4;

    /** Kinds of factors that prove a session. */
    public enum Kind {
        /** A code of a Verify TOTP factor. */
        CODE,
        /** The setup of a Verify TOTP factor. */
        SET_UP,
        /** A recovery code of Keycloak. */
        RECOVERY_CODE,
        /** A passkey or security key that Keycloak verified. */
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
        if (kind.needsFactor() != factor.isPresent()) {
            throw new IllegalArgumentException(
                    "a proof names a factor if it is a code or a setup, and only then: " + kind);
        }
        at = at.truncatedTo(ChronoUnit.SECONDS);
    }

    public static Proof ofFactor(String identity, Kind kind, FactorId factor, Instant at) {
        return new Proof(identity, kind, Optional.of(factor), at);
    }

    public static Proof ofKeycloak(String identity, Kind kind, Instant at) {
        return new Proof(identity, kind, Optional.empty(), at);
    }

    /** Returns whether it is valid at {@code now}. It may be in the future, because clocks of nodes may differ. */
    public boolean isFresh(Instant now) {
        return Duration.between(at, now).abs().compareTo(LIFETIME) < 0;
    }

    /** Returns whether the proved factor still belongs to the user, as {@code isCurrent} tests. */
    public boolean holds(Predicate<FactorId> isCurrent) {
        return factor.map(isCurrent::test).orElse(true);
    }

    /** Returns the text for a session note. */
    public String text() {
        return String.join(
                SEPARATOR,
                kind.id(),
                Long.toString(at.getEpochSecond()),
                factor.map(FactorId::publicId).orElse(NO_FACTOR),
                identity);
    }

    /** Parses a session note; empty for {@code null} and any text that {@link #text} does not write. */
    public static Optional<Proof> parse(@Nullable String text) {
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
