package io.verifytotp.keycloak.domain.fake;

import io.verifytotp.keycloak.domain.challenge.Challenges;
import io.verifytotp.keycloak.domain.challenge.FactorLedger;
import io.verifytotp.keycloak.domain.contract.FactorLedgerContract;
import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.factor.FactorStates;
import io.verifytotp.keycloak.domain.factor.PendingFactor;

public class InMemoryFactorLedgerTest extends FactorLedgerContract {
    private final InMemoryChallenges challenges = new InMemoryChallenges();
    private final InMemoryFactors factors = new InMemoryFactors();
    private final InMemoryFactorLedger ledger = new InMemoryFactorLedger(challenges, factors);

    @Override
    protected FactorLedger ledger() {
        return ledger;
    }

    @Override
    protected FactorStates states() {
        return ledger;
    }

    @Override
    protected void keepPending(PendingFactor factor) {
        ledger.keepPending(factor);
    }

    @Override
    protected void keepVerified(Factor factor) {
        ledger.keepVerified(factor.binding().owner(), factor.id(), factor.verifiedAt());
    }

    @Override
    protected void keepCredential(Factor factor) {
        factors.add(factor);
    }

    @Override
    protected Challenges challenges() {
        return challenges;
    }
}
