package io.verifytotp.keycloak.domain;

import io.verifytotp.keycloak.domain.challenge.AttemptResult;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.SeedUnavailableException;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import java.util.function.Function;
import java.util.function.Supplier;

/** Turns outages into refusals, and reports them: with a broken store or a lost key nobody gets in. */
record OutageGuard(VerifyEvents events) {

    /** What {@code work} gives; where it meets an outage, what {@code refused} makes of the refusing settlement. */
    <T> T refuseOn(EntityKey owner, FactorId factor, Supplier<T> work, Function<AttemptResult, T> refused) {
        try {
            return work.get();
        } catch (SeedUnavailableException e) {
            events.seedUnavailable(owner, factor, e);
            return refused.apply(AttemptResult.of(Verdict.UNREADABLE_SEED));
        } catch (StoreUnavailableException e) {
            events.storeUnavailable(owner, factor, e);
            return refused.apply(AttemptResult.of(Verdict.STORE_UNAVAILABLE));
        }
    }

    /** What {@code work} gives; an outage is reported and thrown on, for callers that can't refuse with a value. */
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
