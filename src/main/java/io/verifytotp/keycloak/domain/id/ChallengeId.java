package io.verifytotp.keycloak.domain.id;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Identifies a Challenge; public form {@code YC} and 32 hexadecimal digits. */
public record ChallengeId(UUID value) implements PublicId {
    private static final String PREFIX = "YC";

    public static ChallengeId random() {
        return new ChallengeId(UUID.randomUUID());
    }

    /**
     * Returns a new id that begins with that time, as a UUID of version 7 (RFC 9562 §5.7): the store's indexes grow at
     * their end. The other 74 bits are random.
     */
    public static ChallengeId at(Instant now) {
        UUID random = UUID.randomUUID();
        long time = (now.toEpochMilli() << 16) | 0x7000 | (random.getMostSignificantBits() & 0x0FFF);
        return new ChallengeId(new UUID(time, random.getLeastSignificantBits()));
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
