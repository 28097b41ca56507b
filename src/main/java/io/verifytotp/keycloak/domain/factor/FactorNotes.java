package io.verifytotp.keycloak.domain.factor;

import java.util.Objects;
import java.util.Optional;

/**
 * What a caller of the API attaches to a factor. Names of factors tend to be names of people, so that a pending
 * factor keeps its notes sealed; those of a verified one are its credential's label and data.
 *
 * @param name the factor's friendly name, one line
 * @param metadata a JSON object of the caller's
 */
public record FactorNotes(String name, Optional<String> metadata) {
    /** No name has a line break ({@link DeviceLabel#normalise}). */
    private static final char SEPARATOR = '\n';

    public static final FactorNotes NONE = new FactorNotes("", Optional.empty());

    public FactorNotes {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(metadata, "metadata");
        if (name.indexOf(SEPARATOR) >= 0) {
            throw new IllegalArgumentException("a name is one line");
        }
    }

    public FactorNotes named(String other) {
        return new FactorNotes(other, metadata);
    }

    /** As one text, for sealing. */
    public String asText() {
        return name + metadata.map(text -> SEPARATOR + text).orElse("");
    }

    /** What {@link #asText} made a text of. */
    public static FactorNotes ofText(String text) {
        int end = text.indexOf(SEPARATOR);
        return end < 0
                ? new FactorNotes(text, Optional.empty())
                : new FactorNotes(text.substring(0, end), Optional.of(text.substring(end + 1)));
    }

    @Override
    public String toString() {
        return "FactorNotes[…]";
    }
}
