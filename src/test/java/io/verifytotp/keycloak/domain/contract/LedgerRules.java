package io.verifytotp.keycloak.domain.contract;

import io.verifytotp.keycloak.domain.challenge.AttemptResult;
import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.FactorLedger;
import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.factor.FactorState;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.fake.BudgetsBuilder;
import io.verifytotp.keycloak.domain.fake.ChallengeBuilder;
import io.verifytotp.keycloak.domain.fake.FactorBuilder;
import io.verifytotp.keycloak.domain.service.Budgets;
import io.verifytotp.keycloak.totp.TimeStep;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;

/** Base of all parts of the {@link FactorLedgerContract}. */
public abstract class LedgerRules {
    public static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    public static final TimeStep STEP = TimeStep.at(NOW, Duration.ofSeconds(30));
    public static final OptionalInt NO_PAGE = OptionalInt.empty();
    public static final Budgets DEFAULTS = BudgetsBuilder.defaults().build();
    public static final Budgets ENDLESS = BudgetsBuilder.endless().build();

    private final FactorLedgerContract contract;

    public LedgerRules(FactorLedgerContract contract) {
        this.contract = contract;
    }

    public FactorLedgerContract contract() {
        return contract;
    }

    public FactorLedger ledger() {
        return contract.ledger();
    }

    public FactorState state(TotpBinding factor) {
        return contract.states().of(factor.owner()).get(factor.factor());
    }

    public TotpBinding aVerifiedFactor() {
        Factor factor = FactorBuilder.aFactor().verifiedAt(NOW);
        contract.keepVerified(factor);
        return factor.binding();
    }

    /** A factor whose credential a realm import brought: without stored state. */
    public TotpBinding anImportedFactor() {
        Factor factor = FactorBuilder.aFactor().verifiedAt(NOW);
        contract.keepCredential(factor);
        return factor.binding();
    }

    public PendingFactor aPendingFactor() {
        PendingFactor factor = FactorBuilder.aFactor().pendingFor(Duration.ofHours(1), NOW);
        contract.keepPending(factor);
        return factor;
    }

    public Challenge stored(Challenge challenge) {
        return contract.stored(challenge.owner(), challenge.id()).orElseThrow();
    }

    public boolean isStored(Challenge challenge) {
        return contract.stored(challenge.owner(), challenge.id()).isPresent();
    }

    public boolean isApprovedBy(Challenge challenge, TimeStep step) {
        return contract.challenges().isApprovedBy(challenge, step, NOW);
    }

    /** A right code in a new challenge. */
    public AttemptResult claim(TotpBinding factor, TimeStep step, Budgets budgets, Instant now) {
        return ledger().claimStep(ChallengeBuilder.aChallengeOf(factor).openedAt(now), budgets, step, now);
    }

    /** A wrong code in a new challenge. */
    public AttemptResult fail(TotpBinding factor, Budgets budgets, Instant now) {
        return ledger().countFailure(ChallengeBuilder.aChallengeOf(factor).openedAt(now), budgets, now);
    }

    /** Sends so many wrong codes, each in a new challenge. */
    public void fail(int times, TotpBinding factor, Budgets budgets, Instant now) {
        for (int i = 0; i < times; i++) {
            fail(factor, budgets, now);
        }
    }

    /** A challenge that has been given one wrong code. */
    public Challenge anAnsweredChallenge(TotpBinding factor, Budgets budgets) {
        Challenge challenge = ChallengeBuilder.aChallengeOf(factor).openedAt(NOW);
        ledger().countFailure(challenge, budgets, NOW);
        return stored(challenge);
    }
}
