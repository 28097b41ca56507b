package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.factor.FactorChange;
import io.verifytotp.keycloak.domain.factor.FactorState;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.domain.factor.SealedNotes;
import io.verifytotp.keycloak.domain.factor.SealedSeed;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.totp.HashAlgorithm;
import io.verifytotp.keycloak.totp.TimeStep;
import io.verifytotp.keycloak.totp.TotpParameters;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Failures, lock and last use of a factor; all of the factor while it is pending. A verified factor's seed and parameters
 * are in its credential: a row with a seed is pending. Times are milliseconds since the epoch.
 */
@Entity
@Table(name = "VERIFY_TOTP_FACTOR")
public class FactorRow {
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

    @Column(name = "UPDATED_AT", nullable = false)
    private long updatedAt;

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

    /** When the challenges of an hour and of a day are all free again; empty if only the stored challenges tell. */
    @Column(name = "HOUR_BUDGET_FULL_AT")
    Long hourFullAt;

    @Column(name = "DAY_BUDGET_FULL_AT")
    Long dayFullAt;

    /** The {@link BudgetClause#use} that they belong to. */
    @Column(name = "BUDGET_OF")
    private Long budgetOf;

    @Column(name = "SEALED_SEED", length = 512)
    private String sealedSeed;

    @Column(name = "SEALED_NOTES", length = 4000)
    private String sealedNotes;

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
        this.id = factor.key();
        this.realmId = owner.realm();
        this.entityId = EntityRow.idOf(owner);
        this.createdAt = now.toEpochMilli();
        this.updatedAt = this.createdAt;
    }

    FactorRow(PendingFactor factor) {
        this(factor.binding().owner(), factor.id(), factor.createdAt());
        TotpBinding binding = factor.binding();
        setBudgets(Instant.EPOCH, Instant.EPOCH);
        this.sealedSeed = binding.seed().text();
        this.sealedNotes = factor.notes().map(SealedNotes::text).orElse(null);
        this.expiresAt = factor.expiresAt().toEpochMilli();
        setParameters(binding.parameters(), binding.skew());
    }

    boolean hasBudgets() {
        return hourFullAt != null && Objects.equals(budgetOf, BudgetClause.use(lastStep, failures));
    }

    void setBudgets(Instant hourFree, Instant dayFree) {
        this.hourFullAt = hourFree.toEpochMilli();
        this.dayFullAt = dayFree.toEpochMilli();
        this.budgetOf = BudgetClause.use(lastStep, failures);
    }

    private void setParameters(TotpParameters parameters, int steps) {
        this.algorithm = parameters.algorithm().configName();
        this.codeLength = parameters.digits();
        this.timeStep = Math.toIntExact(parameters.period().toSeconds());
        this.skew = steps;
    }

    /** Changes a pending factor. The row has to be locked. */
    void change(FactorChange change, SealedNotes notes, Instant now) {
        carryLastStep(parameters().period(), change.parameters().period());
        setParameters(change.parameters(), change.skew());
        this.sealedNotes = notes.text();
        this.updatedAt = now.toEpochMilli();
    }

    /** Follows a change of a verified factor, whose parameters are in its credential. The row has to be locked. */
    void changed(Duration before, Duration after, Instant now) {
        carryLastStep(before, after);
        this.updatedAt = now.toEpochMilli();
    }

    /** Converts the last used step to another period, which numbers steps differently: used codes stay used. */
    private void carryLastStep(Duration before, Duration after) {
        if (lastStep != NO_STEP) {
            lastStep = new TimeStep(lastStep).convert(before, after).number();
        }
    }

    boolean belongsTo(EntityKey owner) {
        return entityId.equals(EntityRow.idOf(owner));
    }

    boolean isPending() {
        return sealedSeed != null;
    }

    PendingFactor toPending(EntityKey owner, FactorId factor) {
        TotpBinding binding = new TotpBinding(owner, factor, parameters(), skew, new SealedSeed(sealedSeed));
        return new PendingFactor(
                binding,
                Optional.ofNullable(sealedNotes).map(SealedNotes::new),
                Instant.ofEpochMilli(createdAt),
                Instant.ofEpochMilli(expiresAt));
    }

    private TotpParameters parameters() {
        return new TotpParameters(
                HashAlgorithm.ofConfigName(algorithm).orElseThrow(), codeLength, Duration.ofSeconds(timeStep));
    }

    FactorId factor() {
        return new FactorId(UUID.fromString(id));
    }

    FactorState state() {
        return new FactorState(
                Instant.ofEpochMilli(createdAt),
                Instant.ofEpochMilli(updatedAt),
                failures,
                Optional.ofNullable(lockedUntil).map(Instant::ofEpochMilli),
                disabledAt != null,
                Optional.ofNullable(lastUsed).map(Instant::ofEpochMilli));
    }

    Optional<TimeStep> usedStep() {
        return lastStep == NO_STEP ? Optional.empty() : Optional.of(new TimeStep(lastStep));
    }

    /** Whether this step or a later one was used. */
    boolean hasUsed(TimeStep step) {
        return lastStep >= step.number();
    }
}
