package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.Challenge;
import io.verifytotp.keycloak.domain.ChallengeId;
import io.verifytotp.keycloak.domain.ChallengeStatus;
import io.verifytotp.keycloak.domain.EntityKey;
import io.verifytotp.keycloak.domain.FactorId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** A challenge that was answered at least once. Times are milliseconds since the epoch. */
@Entity
@Table(name = "VERIFY_TOTP_CHALLENGE")
public class ChallengeRow {
    @Id
    @Column(name = "ID", length = 36)
    private String id;

    @Column(name = "REALM_ID", length = 36, nullable = false, updatable = false)
    private String realmId;

    @Column(name = "ENTITY_ID", length = 36, nullable = false, updatable = false)
    private String entityId;

    @Column(name = "FACTOR_ID", length = 36, nullable = false, updatable = false)
    private String factorId;

    @Column(name = "CLIENT_ID", length = 255, updatable = false)
    private String clientId;

    @Column(name = "STATUS", length = 10, nullable = false)
    private String status;

    @Column(name = "WRONG_ANSWERS", nullable = false)
    private int wrongAnswers;

    @Column(name = "CREATED_AT", nullable = false, updatable = false)
    private long createdAt;

    @Column(name = "EXPIRES_AT", nullable = false, updatable = false)
    private long expiresAt;

    @Column(name = "RESPONDED_AT")
    private Long respondedAt;

    /** For JPA. */
    protected ChallengeRow() {}

    /** A new challenge with its first answer, which was right. */
    static ChallengeRow approved(Challenge challenge, Instant now) {
        ChallengeRow row = new ChallengeRow(challenge);
        row.status = ChallengeStatus.APPROVED.wireName();
        row.respondedAt = now.toEpochMilli();
        return row;
    }

    /** A new challenge with its first answer, which was wrong. */
    static ChallengeRow withWrongAnswer(Challenge challenge) {
        ChallengeRow row = new ChallengeRow(challenge);
        row.status = ChallengeStatus.PENDING.wireName();
        row.wrongAnswers = 1;
        return row;
    }

    private ChallengeRow(Challenge challenge) {
        this.id = challenge.id().value().toString();
        this.realmId = challenge.owner().realm();
        this.entityId = EntityRow.idOf(challenge.owner());
        this.factorId = challenge.factor().value().toString();
        this.clientId = challenge.client().orElse(null);
        this.createdAt = challenge.createdAt().toEpochMilli();
        this.expiresAt = challenge.expiresAt().toEpochMilli();
    }

    boolean belongsTo(EntityKey owner) {
        return entityId.equals(EntityRow.idOf(owner));
    }

    Challenge toChallenge(EntityKey owner) {
        return new Challenge(
                new ChallengeId(UUID.fromString(id)),
                owner,
                new FactorId(UUID.fromString(factorId)),
                Optional.ofNullable(clientId),
                ChallengeStatus.valueOf(status.toUpperCase(Locale.ROOT)),
                wrongAnswers,
                Instant.ofEpochMilli(createdAt),
                Instant.ofEpochMilli(expiresAt),
                true);
    }
}
