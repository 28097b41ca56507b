package io.verifytotp.keycloak.domain;

import io.verifytotp.keycloak.domain.challenge.AttemptResult;
import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.FactorLedger;
import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.factor.FactorState;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.service.Budgets;
import io.verifytotp.keycloak.totp.TimeStep;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;

/** Base of all parts of the {@link FactorLedgerContract}. */
abstract class LedgerRules {
    static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    static final TimeStep STEP = TimeStep.at(NOW, Duration.ofSeconds(30));
    static final OptionalInt NO_PAGE = OptionalInt.empty();
    static final Budgets DEFAULTS = BudgetsBuilder.defaults().build();
    static final Budgets ENDLESS = BudgetsBuilder.endless().build();

    private final FactorLedgerContract contract;

    LedgerRules(FactorLedgerContract contract) {
        this.contract = contract;
    }

    FactorLedgerContract contract() {
        return contract;
    }

    FactorLedger ledger() {
        return contract.ledger();
    }

    FactorState state(TotpBinding factor) {
        return contract.states().of(factor.owner()).get(factor.factor());
    }

    TotpBinding aVerifiedFactor() {
        Factor factor = FactorBuilder.aFactor().verifiedAt(NOW);
        contract.keepVerified(factor);
        return factor.binding();
    }

    /** A factor whose credential a realm import brought: without stored state. */
    TotpBinding anImportedFactor() {
        Factor factor = FactorBuilder.aFactor().verifiedAt(NOW);
        contract.keepCredential(factor);
        return factor.binding();
    }

    PendingFactor aPendingFactor() {
        PendingFactor factor = FactorBuilder.aFactor().pendingFor(Duration.ofHours(1), NOW);
        contract.keepPending(factor);
        return factor;
    }

    Challenge stored(Challenge challenge) {
        return contract.stored(challenge.owner(), challenge.id()).orElseThrow();
    }

    boolean isStored(Challenge challenge) {
        return contract.stored(challenge.owner(), challenge.id()).isPresent();
    }

    boolean isApprovedBy(Challenge challenge, TimeStep step) {
        return contract.challenges().isApprovedBy(challenge, step, NOW);
    }

    /** A right code in a new challenge. */
    AttemptResult claim(TotpBinding factor, TimeStep step, Budgets budgets, Instant now) {
        return ledger().claimStep(ChallengeBuilder.aChallengeOf(factor).openedAt(now), budgets, step, now);
    }

    /** A wrong code in a new challenge. */
    AttemptResult fail(TotpBinding factor, Budgets budgets, Instant now) {
        return ledger().countFailure(ChallengeBuilder.aChallengeOf(factor).openedAt(now), budgets, now);
    }

    /** That many wrong codes, each in a new challenge. */
    void fail(int times, TotpBinding factor, Budgets budgets, Instant now) {
        for (int i = 0; i < times; i++) {
            fail(factor, budgets, now);
        }
    }

    /** A challenge that has been given one wrong code. */
    Challenge anAnsweredChallenge(TotpBinding factor, Budgets budgets) {
        Challenge challenge = ChallengeBuilder.aChallengeOf(factor).openedAt(NOW);
        ledger().countFailure(challenge, budgets, NOW);
        return stored(challenge);
    }
}
