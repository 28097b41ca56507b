package io.verifytotp.keycloak.domain.id;

import java.util.Optional;
import java.util.UUID;

/** Identifies a Challenge; public form {@code YC} and 32 hexadecimal digits. */
public record ChallengeId(UUID value) implements PublicId {
    private static final String PREFIX = "YC";

    public static ChallengeId random() {
        return new ChallengeId(UUID.randomUUID());
    }

    /** The id of that public form; empty for any other text, and for {@code null}. */
    public static Optional<ChallengeId> parse(String publicId) {
        return PublicId.parse(PREFIX, publicId).map(ChallengeId::new);
    }

    @Override
    public String toString() {
        return PublicId.format(PREFIX, value);
    }
}
