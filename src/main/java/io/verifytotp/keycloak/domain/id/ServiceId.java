package io.verifytotp.keycloak.domain.id;

import java.util.Optional;
import java.util.UUID;

/** Identifies a Service; public form {@code VA} and 32 hexadecimal digits. */
public record ServiceId(UUID value) implements PublicId {
    private static final String PREFIX = "VA";

    /** The default Service of a realm. Derived from the realm's id, so that it stays through export and import. */
    public static ServiceId defaultOf(String realm) {
        return new ServiceId(PublicId.ofName("verify-totp default service of realm " + realm));
    }

    public static ServiceId random() {
        return new ServiceId(UUID.randomUUID());
    }

    /** The id of that public form; empty for any other text, and for {@code null}. */
    public static Optional<ServiceId> parse(String publicId) {
        return PublicId.parse(PREFIX, publicId).map(ServiceId::new);
    }

    /** The id with that {@link #key()}; empty for any other text, and for {@code null}. */
    public static Optional<ServiceId> ofKey(String key) {
        return PublicId.parseKey(key).map(ServiceId::new);
    }

    @Override
    public String toString() {
        return PublicId.format(PREFIX, value);
    }
}
