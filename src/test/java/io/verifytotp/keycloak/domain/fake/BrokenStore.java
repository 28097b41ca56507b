package io.verifytotp.keycloak.domain.fake;

import io.verifytotp.keycloak.domain.challenge.AttemptResult;
import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.ChallengeFilter;
import io.verifytotp.keycloak.domain.challenge.Challenges;
import io.verifytotp.keycloak.domain.challenge.FactorLedger;
import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.Factors;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.domain.factor.SealedNotes;
import io.verifytotp.keycloak.domain.factor.SealedSeed;
import io.verifytotp.keycloak.domain.factor.SealedSeeds;
import io.verifytotp.keycloak.domain.factor.SeedSealer;
import io.verifytotp.keycloak.domain.id.ChallengeId;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.Page;
import io.verifytotp.keycloak.domain.id.PageRequest;
import io.verifytotp.keycloak.domain.id.SeedUnavailableException;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import io.verifytotp.keycloak.domain.service.Budgets;
import io.verifytotp.keycloak.totp.Seed;
import io.verifytotp.keycloak.totp.TimeStep;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Hostile: every port of the store is down, and so is the key ring. */
public final class BrokenStore implements Factors, Challenges, FactorLedger, SealedSeeds, SeedSealer {
    @Override
    public List<Factor> of(EntityKey owner) {
        throw down();
    }

    @Override
    public boolean anyOf(EntityKey owner) {
        throw down();
    }

    @Override
    public Optional<Challenge> find(EntityKey owner, ChallengeId id) {
        throw down();
    }

    @Override
    public AttemptResult claimStep(Challenge challenge, Budgets budgets, TimeStep step, Instant now) {
        throw down();
    }

    @Override
    public AttemptResult countFailure(Challenge challenge, Budgets budgets, Instant now) {
        throw down();
    }

    @Override
    public Page<Challenge> page(EntityKey owner, ChallengeFilter filter, PageRequest request, Instant now) {
        throw down();
    }

    @Override
    public boolean isApprovedBy(Challenge challenge, TimeStep step, Instant now) {
        throw down();
    }

    @Override
    public Optional<Challenge> find(List<EntityKey> owners, ChallengeId id) {
        throw down();
    }

    @Override
    public boolean deny(EntityKey owner, ChallengeId id, Instant now) {
        throw down();
    }

    @Override
    public boolean annotate(EntityKey owner, ChallengeId id, String metadata, Instant now) {
        throw down();
    }

    @Override
    public boolean open(Challenge challenge, Budgets budgets, Instant now) {
        throw down();
    }

    @Override
    public AttemptResult claimEnrollmentStep(PendingFactor factor, OptionalInt known, TimeStep step, Instant now) {
        throw down();
    }

    @Override
    public AttemptResult countEnrollmentFailure(PendingFactor factor, OptionalInt known, Budgets budgets, Instant now) {
        throw down();
    }

    @Override
    public SealedSeed seal(EntityKey owner, FactorId factor, Seed seed) {
        throw new SeedUnavailableException("no key");
    }

    @Override
    public SealedNotes seal(EntityKey owner, FactorId factor, FactorNotes notes) {
        throw new SeedUnavailableException("no key");
    }

    @Override
    public FactorNotes open(EntityKey owner, FactorId factor, SealedNotes sealed) {
        throw new SeedUnavailableException("no key");
    }

    @Override
    public Seed open(EntityKey owner, FactorId factor, SealedSeed sealed) {
        throw new SeedUnavailableException("no key");
    }

    @Override
    public boolean isCurrent(SealedSeed sealed) {
        throw new SeedUnavailableException("no key");
    }

    @Override
    public String currentKey() {
        throw new SeedUnavailableException("no key");
    }

    @Override
    public List<StoredSeed> notSealedWith(String realm, String current, Optional<FactorId> after, int most) {
        throw down();
    }

    @Override
    public long countNotSealedWith(String realm, String current) {
        throw down();
    }

    @Override
    public boolean replace(StoredSeed before, SealedSeed after) {
        throw down();
    }

    private static StoreUnavailableException down() {
        return new StoreUnavailableException(new IllegalStateException("connection refused"));
    }
}
