package io.verifytotp.keycloak.domain.id;

import java.util.UUID;

/** Identifies an Entity; public form {@code YE} and 32 hexadecimal digits. */
public record EntityId(UUID value) implements PublicId {
    /** The id of this owner. Derived, so that rows lost with a database come back under the same id. */
    public static EntityId of(EntityKey owner) {
        return new EntityId(PublicId.ofName("verify-totp entity " + owner.identity() + " of " + owner.service()));
    }

    @Override
    public String toString() {
        return PublicId.format("YE", value);
    }
}
