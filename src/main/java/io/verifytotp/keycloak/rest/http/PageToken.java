package io.verifytotp.keycloak.rest.http;

import io.verifytotp.keycloak.domain.id.PageRequest.Position;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * Start of a page, as callers send it back. It names a position and nothing else: path and caller decide which list is
 * read, so that a forged or stolen token reveals nothing that its bearer may not see.
 *
 * @param backwards whether the page ends before the position instead of beginning after it
 */
public record PageToken(Position position, boolean backwards) {
    private static final byte AFTER = 1;
    private static final byte BEFORE = 2;
    private static final int LENGTH = 1 + 3 * Long.BYTES;

    public String text() {
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH)
                .put(backwards ? BEFORE : AFTER)
                .putLong(position.at().toEpochMilli())
                .putLong(position.id().getMostSignificantBits())
                .putLong(position.id().getLeastSignificantBits());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    static Optional<PageToken> parse(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (bytes.length != LENGTH || (bytes[0] != AFTER && bytes[0] != BEFORE)) {
            return Optional.empty();
        }
        ByteBuffer rest = ByteBuffer.wrap(bytes, 1, LENGTH - 1);
        Position position =
                new Position(Instant.ofEpochMilli(rest.getLong()), new UUID(rest.getLong(), rest.getLong()));
        return Optional.of(new PageToken(position, bytes[0] == BEFORE));
    }
}
