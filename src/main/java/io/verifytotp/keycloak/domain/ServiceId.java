package io.verifytotp.keycloak.domain;

import java.util.UUID;

/** Identifies a {@link Service}; public form {@code VA} and 32 hexadecimal digits. */
public record ServiceId(UUID value) {

    /** The default Service of a realm. Derived from the realm's id, so that it stays through export and import. */
    public static ServiceId defaultOf(String realm) {
        return new ServiceId(PublicId.ofName("verify-totp default service of realm " + realm));
    }

    public String publicId() {
        return PublicId.format("VA", value);
    }

    @Override
    public String toString() {
        return publicId();
    }
}
