package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.ChallengeContents;
import io.verifytotp.keycloak.domain.challenge.ChallengeStatus;
import io.verifytotp.keycloak.domain.id.ChallengeId;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.store.transaction.Sql;
import io.verifytotp.keycloak.totp.TimeStep;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.keycloak.connections.jpa.util.JpaUtils;

/** A challenge that was answered, or that the Verify API has created. Times are milliseconds since the epoch. */
@Entity
@Table(name = ChallengeRow.TABLE)
public class ChallengeRow {
    static final String TABLE = "VERIFY_TOTP_CHALLENGE";

    private static final String VALUES = """
            (ID, REALM_ID, ENTITY_ID, FACTOR_ID, CLIENT_ID, OPENED_BY, STATUS, WRONG_ANSWERS, CREATED_AT, UPDATED_AT,
             EXPIRES_AT, RESPONDED_AT, APPROVED_STEP, DETAILS, HIDDEN_DETAILS, METADATA)
             values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    @Id
    @Column(name = "ID", length = 36)
    private String id;

    @Column(name = "REALM_ID", length = 36, nullable = false, updatable = false)
    private String realmId;

    @Column(name = "ENTITY_ID", length = 36, nullable = false, updatable = false)
    private String entityId;

    @Column(name = "FACTOR_ID", length = 36, nullable = false, updatable = false)
    private String factorId;

    @Column(name = "CLIENT_ID", length = 255)
    private String clientId;

    @Column(name = "OPENED_BY", length = 255, updatable = false)
    private String openedBy;

    @Column(name = "STATUS", length = 10, nullable = false)
    private String status;

    @Column(name = "WRONG_ANSWERS", nullable = false)
    private int wrongAnswers;

    @Column(name = "CREATED_AT", nullable = false, updatable = false)
    private long createdAt;

    @Column(name = "UPDATED_AT", nullable = false)
    private long updatedAt;

    @Column(name = "EXPIRES_AT", nullable = false, updatable = false)
    private long expiresAt;

    @Column(name = "RESPONDED_AT")
    private Long respondedAt;

    /** Number of the time step whose code approved the challenge. */
    @Column(name = "APPROVED_STEP")
    private Long approvedStep;

    @Column(name = "DETAILS", length = 4000, updatable = false)
    private String details;

    @Column(name = "HIDDEN_DETAILS", length = 1024, updatable = false)
    private String hiddenDetails;

    @Column(name = "METADATA", length = 1024)
    private String metadata;

    /** For JPA. */
    protected ChallengeRow() {}

    /** Returns the name of the table, with the schema that Keycloak is configured with. */
    static String table(EntityManager em) {
        return JpaUtils.getTableNameForNativeQuery(TABLE, em);
    }

    /**
     * Returns the statement that inserts a challenge.
     *
     * @param approvedBy the time step whose code has approved the challenge
     */
    static Sql insertion(EntityManager em, Challenge challenge, Optional<TimeStep> approvedBy) {
        ChallengeContents contents = challenge.contents();
        return Sql.of(
                "insert into " + table(em) + VALUES,
                challenge.id().key(),
                challenge.owner().realm(),
                EntityRow.idOf(challenge.owner()),
                challenge.factor().key(),
                challenge.client().orElse(null),
                contents.openedBy().orElse(null),
                challenge.status().wireName(),
                challenge.wrongAnswers(),
                challenge.createdAt().toEpochMilli(),
                challenge.updatedAt().toEpochMilli(),
                challenge.expiresAt().toEpochMilli(),
                challenge.respondedAt().map(Instant::toEpochMilli).orElse(null),
                approvedBy.map(TimeStep::number).orElse(null),
                contents.details().orElse(null),
                contents.hiddenDetails().orElse(null),
                contents.metadata().orElse(null));
    }

    /** Whether this step of this factor has approved the challenge, which has not expired. */
    boolean isApprovalOf(FactorId factor, TimeStep step, Instant now) {
        return factorId.equals(factor.key())
                && ChallengeStatus.APPROVED.wireName().equals(status)
                && Long.valueOf(step.number()).equals(approvedStep)
                && now.toEpochMilli() < expiresAt;
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
                new ChallengeContents(
                        Optional.ofNullable(openedBy),
                        Optional.ofNullable(details),
                        Optional.ofNullable(hiddenDetails),
                        Optional.ofNullable(metadata)),
                ChallengeStatus.valueOf(status.toUpperCase(Locale.ROOT)),
                wrongAnswers,
                Instant.ofEpochMilli(createdAt),
                Instant.ofEpochMilli(updatedAt),
                Instant.ofEpochMilli(expiresAt),
                Optional.ofNullable(respondedAt).map(Instant::ofEpochMilli),
                true,
                false);
    }
}
