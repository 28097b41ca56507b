package io.verifytotp.keycloak.domain;

import io.verifytotp.keycloak.domain.challenge.AttemptResult;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.SeedUnavailableException;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reports outages and turns them into refusals: without the store or a seed's key, no code is accepted. */
final class OutageGuard {
    private final VerifyEvents events;

    OutageGuard(VerifyEvents events) {
        this.events = events;
    }

    /** Runs {@code work}; reports an outage, and returns {@code refused} applied to the matching refusal. */
    <T> T refuseOn(EntityKey owner, FactorId factor, Supplier<T> work, Function<AttemptResult, T> refused) {
        try {
            return reported(owner, factor, work);
        } catch (SeedUnavailableException e) {
            return refused.apply(AttemptResult.of(Verdict.UNREADABLE_SEED));
        } catch (StoreUnavailableException e) {
            return refused.apply(AttemptResult.of(Verdict.STORE_UNAVAILABLE));
        }
    }

    /** Runs {@code work}. Reports an outage and rethrows it, for callers that can't refuse with a value. */
    <T> T reported(EntityKey owner, FactorId factor, Supplier<T> work) {
        try {
            return work.get();
        } catch (SeedUnavailableException e) {
            events.seedUnavailable(owner, factor, e);
            throw e;
        } catch (StoreUnavailableException e) {
            events.storeUnavailable(owner, factor, e);
            throw e;
        }
    }
}
