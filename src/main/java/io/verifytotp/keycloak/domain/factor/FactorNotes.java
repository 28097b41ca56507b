package io.verifytotp.keycloak.domain.factor;

import java.util.Optional;

/**
 * Name and metadata of a factor. The notes of a pending factor are stored encrypted, because names of factors are often
 * names of people. Those of a verified factor are in its credential's label and data.
 *
 * @param name the factor's friendly name, one line
 * @param metadata JSON object of the API caller
 */
public record FactorNotes(String name, Optional<String> metadata) {
    /** Does not occur in names ({@link DeviceLabel#normalise}). */
    private static final char SEPARATOR = '\n';

    public static final FactorNotes NONE = new FactorNotes("", Optional.empty());

    public FactorNotes {
        if (name.indexOf(SEPARATOR) >= 0) {
            throw new IllegalArgumentException("a name must be one line");
        }
    }

    public FactorNotes named(String other) {
        return new FactorNotes(other, metadata);
    }

    /** Returns both parts as one text, for sealing. */
    public String asText() {
        return name + metadata.map(text -> SEPARATOR + text).orElse("");
    }

    /** Parses the result of {@link #asText}. */
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
