package io.verifytotp.keycloak.domain.fake;

import io.verifytotp.keycloak.domain.VerifyStore;
import io.verifytotp.keycloak.domain.challenge.Challenges;
import io.verifytotp.keycloak.domain.challenge.FactorLedger;
import io.verifytotp.keycloak.domain.enrollment.Enrollments;
import io.verifytotp.keycloak.domain.enrollment.FactorImports;
import io.verifytotp.keycloak.domain.factor.FactorChanges;
import io.verifytotp.keycloak.domain.factor.FactorState;
import io.verifytotp.keycloak.domain.factor.Factors;
import io.verifytotp.keycloak.domain.factor.SealedSeeds;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.id.Entities;

/** All ports to one store, in memory or in a database, as the contracts and the engine's tests take them. */
public record StorePorts(
        VerifyStore store, Entities entities, FactorChanges changes, SealedSeeds seeds, FactorImports imports) {
    /** A new store in memory. */
    public static StorePorts inMemory() {
        InMemoryChallenges challenges = new InMemoryChallenges();
        InMemoryFactors factors = new InMemoryFactors();
        InMemoryFactorLedger ledger = new InMemoryFactorLedger(challenges, factors);
        InMemoryEntities entities = new InMemoryEntities(factors, ledger, challenges);
        InMemoryEnrollments enrollments = new InMemoryEnrollments(entities, factors, ledger);
        return new StorePorts(
                new VerifyStore(factors, enrollments, challenges, ledger, ledger),
                entities,
                new InMemoryFactorChanges(factors, enrollments, ledger),
                new InMemorySealedSeeds(factors),
                new InMemoryFactorImports(entities, factors, enrollments, ledger));
    }

    public FactorLedger ledger() {
        return store.ledger();
    }

    public Challenges challenges() {
        return store.challenges();
    }

    public Enrollments enrollments() {
        return store.enrollments();
    }

    public Factors factors() {
        return store.factors();
    }

    /** The state of a factor that has one. */
    public FactorState state(TotpBinding factor) {
        return store.states().of(factor.owner()).get(factor.factor());
    }

    public boolean hasState(TotpBinding factor) {
        return store.states().of(factor.owner()).containsKey(factor.factor());
    }
}
