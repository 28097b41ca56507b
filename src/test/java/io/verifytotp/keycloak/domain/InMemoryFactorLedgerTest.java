package io.verifytotp.keycloak.domain;

class InMemoryFactorLedgerTest extends FactorLedgerContract {
    private final InMemoryChallenges challenges = new InMemoryChallenges();
    private final InMemoryFactors factors = new InMemoryFactors();
    private final InMemoryFactorLedger ledger = new InMemoryFactorLedger(challenges, factors);

    @Override
    protected FactorLedger ledger() {
        return ledger;
    }

    @Override
    protected Standings standings() {
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
