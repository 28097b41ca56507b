package io.verifytotp.keycloak.domain.id;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** An id: a UUID, whose public form is a two-letter prefix and the 32 hexadecimal digits. */
interface PublicId {
    Pattern HEX = Pattern.compile("[0-9a-fA-F]{32}");

    UUID value();

    default String publicId() {
        return toString();
    }

    /** The UUID as text: the form in our tables and in Keycloak's. */
    default String key() {
        return value().toString();
    }

    static String format(String prefix, UUID id) {
        return prefix + id.toString().replace("-", "");
    }

    /** The UUID in a public id with that prefix; empty for anything else. */
    static Optional<UUID> parse(String prefix, String text) {
        if (text == null || !text.startsWith(prefix)) {
            return Optional.empty();
        }
        String hex = text.substring(prefix.length());
        if (!HEX.matcher(hex).matches()) {
            return Optional.empty();
        }
        return Optional.of(new UUID(Long.parseUnsignedLong(hex, 0, 16, 16), Long.parseUnsignedLong(hex, 16, 32, 16)));
    }

    /** The UUID in its canonical form, in lower case; empty for anything else. */
    static Optional<UUID> parseKey(String text) {
        try {
            return Optional.ofNullable(text).map(UUID::fromString).filter(id -> id.toString()
                    .equals(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The same UUID for the same name always (RFC 9562 version 3): such ids outlive an export and import. */
    static UUID ofName(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
}
