package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.enrollment.EnrollmentStart;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.domain.service.Grace;
import io.verifytotp.keycloak.store.credential.CredentialLock;
import io.verifytotp.keycloak.store.credential.TotpFactorCredentialModel;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

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

    @Column(name = "FACTORS_MADE", nullable = false)
    private int factorsMade;

    @Column(name = "FACTORS_MADE_SINCE", nullable = false)
    private long factorsMadeSince;

    /** Time at which the user was first asked to enroll. */
    @Column(name = "OFFERED_AT")
    private Long offeredAt;

    @Column(name = "PUT_OFF", nullable = false)
    private int putOff;

    /** For JPA. */
    protected EntityRow() {}

    EntityRow(EntityKey key, Instant now) {
        this.id = idOf(key);
        this.realmId = key.realm();
        this.serviceId = key.service().key();
        this.userId = key.identity();
        this.createdAt = now.toEpochMilli();
        this.factorsMadeSince = this.createdAt;
    }

    /** Counts a new factor; false if the limit per day is reached. The row has to be locked. */
    boolean countFactorMade(Instant now) {
        if (now.minus(Duration.ofDays(1)).toEpochMilli() >= factorsMadeSince) {
            factorsMadeSince = now.toEpochMilli();
            factorsMade = 0;
        }
        if (factorsMade >= EnrollmentStart.MAX_PER_DAY) {
            return false;
        }
        factorsMade++;
        return true;
    }

    boolean wasPostponed(int times) {
        return putOff == times;
    }

    /** Only for a user who was asked to enroll. */
    Grace.Start toGraceStart() {
        return new Grace.Start(Instant.ofEpochMilli(offeredAt), putOff);
    }

    io.verifytotp.keycloak.domain.id.Entity toEntity() {
        ServiceId service = new ServiceId(UUID.fromString(serviceId));
        return new io.verifytotp.keycloak.domain.id.Entity(
                new EntityKey(realmId, service, userId), Instant.ofEpochMilli(createdAt));
    }

    /** Locks the Entity until the transaction ends; empty if it has no row. */
    static Optional<EntityRow> lock(EntityManager em, EntityKey key) {
        return Optional.ofNullable(em.find(EntityRow.class, idOf(key), LockModeType.PESSIMISTIC_WRITE));
    }

    /** Locks the Entity, if it has a row, and the credentials of its factors, in the order in which everyone locks them. */
    static void lockWithCredentials(EntityManager em, EntityKey key) {
        lock(em, key);
        CredentialLock.take(em, key, TotpFactorCredentialModel.TYPE);
    }

    static String idOf(EntityKey key) {
        return key.id().key();
    }
}
