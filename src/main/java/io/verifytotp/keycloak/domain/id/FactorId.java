package io.verifytotp.keycloak.domain.id;

import java.util.Optional;
import java.util.UUID;

/** Identifies a Factor; public form {@code YF} and 32 hexadecimal digits. */
public record FactorId(UUID value) implements PublicId {
    private static final String PREFIX = "YF";

    public static FactorId random() {
        return new FactorId(UUID.randomUUID());
    }

    /** The id of that public form; empty for any other text, and for {@code null}. */
    public static Optional<FactorId> parse(String publicId) {
        return PublicId.parse(PREFIX, publicId).map(FactorId::new);
    }

    /** The id with that {@link #key()}; empty for any other text, and for {@code null}. */
    public static Optional<FactorId> ofKey(String key) {
        return PublicId.parseKey(key).map(FactorId::new);
    }

    @Override
    public String toString() {
        return PublicId.format(PREFIX, value);
    }
}
