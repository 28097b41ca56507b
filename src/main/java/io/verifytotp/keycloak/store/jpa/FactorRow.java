package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.Binding;
import io.verifytotp.keycloak.domain.EntityKey;
import io.verifytotp.keycloak.domain.FactorId;
import io.verifytotp.keycloak.domain.PendingFactor;
import io.verifytotp.keycloak.domain.SealedSeed;
import io.verifytotp.keycloak.domain.Settlement;
import io.verifytotp.keycloak.domain.Verdict;
import io.verifytotp.keycloak.totp.HashAlgorithm;
import io.verifytotp.keycloak.totp.TimeStep;
import io.verifytotp.keycloak.totp.TotpParameters;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The hot state of a factor, and all of it while it is pending. A verified factor's seed and parameters are in its
 * credential; a seed here means pending. Times are milliseconds since the epoch.
 */
@Entity
@Table(name = "VERIFY_TOTP_FACTOR")
public class FactorRow {
    /** Before any step: nothing has been used. */
    private static final long NO_STEP = -1;

    @Id
    @Column(name = "ID", length = 36)
    private String id;

    @Column(name = "REALM_ID", length = 36, nullable = false, updatable = false)
    private String realmId;

    @Column(name = "ENTITY_ID", length = 36, nullable = false, updatable = false)
    private String entityId;

    @Column(name = "CREATED_AT", nullable = false, updatable = false)
    private long createdAt;

    @Column(name = "LAST_STEP", nullable = false)
    private long lastStep = NO_STEP;

    @Column(name = "FAILURES", nullable = false)
    private int failures;

    @Column(name = "LOCKED_UNTIL")
    private Long lockedUntil;

    @Column(name = "DISABLED_AT")
    private Long disabledAt;

    @Column(name = "LAST_USED")
    private Long lastUsed;

    @Column(name = "SEALED_SEED", length = 512)
    private String sealedSeed;

    @Column(name = "ALGORITHM", length = 10)
    private String algorithm;

    @Column(name = "CODE_LENGTH")
    private Integer codeLength;

    @Column(name = "TIME_STEP")
    private Integer timeStep;

    @Column(name = "SKEW")
    private Integer skew;

    @Column(name = "EXPIRES_AT")
    private Long expiresAt;

    /** For JPA. */
    protected FactorRow() {}

    /** The row of a verified factor that has none, as after a realm import. */
    FactorRow(EntityKey owner, FactorId factor, Instant now) {
        this.id = factor.value().toString();
        this.realmId = owner.realm();
        this.entityId = EntityRow.idOf(owner);
        this.createdAt = now.toEpochMilli();
    }

    /** The row of a pending factor. */
    FactorRow(PendingFactor factor) {
        this(factor.binding().owner(), factor.id(), factor.createdAt());
        Binding binding = factor.binding();
        this.sealedSeed = binding.seed().text();
        this.algorithm = binding.parameters().algorithm().configName();
        this.codeLength = binding.parameters().digits();
        this.timeStep = Math.toIntExact(binding.parameters().period().toSeconds());
        this.skew = binding.skew();
        this.expiresAt = factor.expiresAt().toEpochMilli();
    }

    boolean belongsTo(EntityKey owner) {
        return entityId.equals(EntityRow.idOf(owner));
    }

    boolean isPending() {
        return sealedSeed != null;
    }

    /** The pending factor in this row. */
    PendingFactor toPending(EntityKey owner, FactorId factor) {
        TotpParameters parameters = new TotpParameters(
                HashAlgorithm.ofConfigName(algorithm).orElseThrow(), codeLength, Duration.ofSeconds(timeStep));
        Binding binding = new Binding(owner, factor, parameters, skew, new SealedSeed(sealedSeed));
        return new PendingFactor(binding, Instant.ofEpochMilli(createdAt), Instant.ofEpochMilli(expiresAt));
    }

    /** Why a statement that settles passed this row by. */
    Settlement refusal(Optional<TimeStep> claimed, Instant now) {
        if (disabledAt != null) {
            return Settlement.of(Verdict.DISABLED);
        }
        if (lock(now).isPresent()) {
            return new Settlement(Verdict.LOCKED, lock(now));
        }
        boolean used = claimed.isPresent() && lastStep >= claimed.get().number();
        return Settlement.of(used ? Verdict.ALREADY_USED : Verdict.UNKNOWN_FACTOR);
    }

    /** The end of the lock, if locked at that time. */
    Optional<Instant> lock(Instant now) {
        return Optional.ofNullable(lockedUntil).map(Instant::ofEpochMilli).filter(now::isBefore);
    }
}
