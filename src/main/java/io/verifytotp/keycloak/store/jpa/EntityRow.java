package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.EntityKey;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** An Entity. Its id is derived from Service and user, so that looking an Entity up needs no query. */
@Entity
@Table(name = "VERIFY_TOTP_ENTITY")
public class EntityRow {
    @Id
    @Column(name = "ID", length = 36)
    private String id;

    @Column(name = "REALM_ID", length = 36, nullable = false, updatable = false)
    private String realmId;

    @Column(name = "SERVICE_ID", length = 36, nullable = false, updatable = false)
    private String serviceId;

    @Column(name = "USER_ID", length = 255, nullable = false, updatable = false)
    private String userId;

    @Column(name = "CREATED_AT", nullable = false, updatable = false)
    private long createdAt;

    /** For JPA. */
    protected EntityRow() {}

    EntityRow(EntityKey key, Instant now) {
        this.id = idOf(key);
        this.realmId = key.realm();
        this.serviceId = key.service().value().toString();
        this.userId = key.identity();
        this.createdAt = now.toEpochMilli();
    }

    static String idOf(EntityKey key) {
        return key.id().value().toString();
    }
}
