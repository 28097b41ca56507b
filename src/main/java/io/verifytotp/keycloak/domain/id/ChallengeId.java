package io.verifytotp.keycloak.domain.id;

import java.util.Optional;
import java.util.UUID;

/** Identifies a Challenge; public form {@code YC} and 32 hexadecimal digits. */
public record ChallengeId(UUID value) {
    private static final String PREFIX = "YC";

    public static ChallengeId random() {
        return new ChallengeId(UUID.randomUUID());
    }

    /** The id of that public form; empty for any other text, and for {@code null}. */
    public static Optional<ChallengeId> parse(String publicId) {
        return PublicId.parse(PREFIX, publicId).map(ChallengeId::new);
    }

    public String publicId() {
        return PublicId.format(PREFIX, value);
    }

    /** The UUID as text: the form in our tables and in Keycloak's. */
    public String key() {
        return value.toString();
    }

    @Override
    public String toString() {
        return publicId();
    }
}
