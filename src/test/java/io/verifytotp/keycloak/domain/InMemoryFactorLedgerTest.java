package io.verifytotp.keycloak.domain;

import java.util.Optional;

class InMemoryFactorLedgerTest extends FactorLedgerContract {
    private final InMemoryFactorLedger ledger = new InMemoryFactorLedger();

    @Override
    protected FactorLedger ledger() {
        return ledger;
    }

    @Override
    protected void keepPending(PendingFactor factor) {
        ledger.keepPending(factor);
    }

    @Override
    protected void keepVerified(Factor factor) {
        ledger.keepVerified(factor.binding().owner(), factor.id());
    }

    @Override
    protected Optional<Challenge> stored(EntityKey owner, ChallengeId id) {
        return ledger.find(owner, id);
    }
}
