package io.verifytotp.keycloak.domain.contract;

import static io.verifytotp.keycloak.domain.fake.FactorBuilder.aFactor;
import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.domain.factor.FactorState;
import io.verifytotp.keycloak.domain.factor.FactorStates;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.fake.BudgetsBuilder;
import io.verifytotp.keycloak.domain.fake.FactorBuilder;
import io.verifytotp.keycloak.domain.service.Budgets;
import io.verifytotp.keycloak.totp.TimeStep;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Part of the {@link FactorLedgerContract}: what {@link FactorStates} tell of what the ledger wrote. */
public abstract class LedgerStateRules extends LedgerRules {
    private static final Instant LATER = NOW.plusSeconds(7);

    public LedgerStateRules(FactorLedgerContract contract) {
        super(contract);
    }

    @Test
    public void aNewFactorHasUsedAndSpentNothing() {
        assertThat(state(aVerifiedFactor())).isEqualTo(FactorState.fresh(NOW));
        assertThat(state(aPendingFactor().binding())).isEqualTo(FactorState.fresh(NOW));
    }

    @Test
    public void wrongCodesAreFailures() {
        TotpBinding factor = aVerifiedFactor();

        fail(4, factor, DEFAULTS, LATER);

        assertThat(state(factor)).isEqualTo(new FactorState(NOW, NOW, 4, Optional.empty(), false, Optional.empty()));
    }

    @Test
    public void aLockIsKnownBeyondItsEnd() {
        TotpBinding factor = aVerifiedFactor();
        Instant end = LATER.plusSeconds(30);

        fail(5, factor, DEFAULTS, LATER);

        assertThat(state(factor).lockedUntil()).contains(end);
        assertThat(state(factor).lockAt(end.minusMillis(1))).contains(end);
        assertThat(state(factor).lockAt(end)).isEmpty();
    }

    @Test
    public void aRightCodeClearsFailuresAndLock() {
        TotpBinding factor = aVerifiedFactor();
        fail(5, factor, DEFAULTS, NOW);
        Instant end = NOW.plusSeconds(30);

        claim(factor, STEP, DEFAULTS, end);

        assertThat(state(factor)).isEqualTo(new FactorState(NOW, NOW, 0, Optional.empty(), false, Optional.of(end)));
    }

    @Test
    public void aReplayIsNoUse() {
        TotpBinding factor = aVerifiedFactor();
        claim(factor, STEP, DEFAULTS, NOW);

        claim(factor, STEP, DEFAULTS, LATER);

        assertThat(state(factor).lastUsed()).contains(NOW);
    }

    @Test
    public void aDisabledFactorIsToldFromALockedOne() {
        TotpBinding factor = aVerifiedFactor();
        Budgets budgets = BudgetsBuilder.endless().disableAfter(20).build();

        fail(19, factor, budgets, NOW);
        assertThat(state(factor).disabled()).isFalse();
        fail(factor, budgets, NOW);

        assertThat(state(factor).disabled()).isTrue();
        assertThat(state(factor).lockedUntil()).isEmpty();
        assertThat(state(factor).failures()).isEqualTo(20);
    }

    @Test
    public void ofAPendingFactorAreCountedAlike() {
        PendingFactor factor = aPendingFactor();

        ledger().countEnrollmentFailure(factor, NO_PAGE, DEFAULTS, NOW);
        ledger().countEnrollmentFailure(factor, NO_PAGE, DEFAULTS, NOW);
        assertThat(state(factor.binding()).failures()).isEqualTo(2);
        ledger().claimEnrollmentStep(factor, NO_PAGE, STEP, LATER);

        assertThat(state(factor.binding()))
                .isEqualTo(new FactorState(NOW, NOW, 0, Optional.empty(), false, Optional.of(LATER)));
    }

    @Test
    public void areToldToTheOwnerOnly() {
        TotpBinding factor = aVerifiedFactor();
        TotpBinding stolen = new TotpBinding(
                aFactor().binding().owner(), factor.factor(), factor.parameters(), factor.skew(), factor.seed());

        assertThat(state(factor)).isNotNull();
        assertThat(state(stolen)).isNull();
    }

    @Test
    public void theLastUsedStepIsKnownToTheFactorsOwnerOnly() {
        TotpBinding factor = aVerifiedFactor();
        assertThat(lastStep(factor)).isEmpty();

        claim(factor, STEP, DEFAULTS, NOW);

        assertThat(lastStep(factor)).contains(STEP);
        assertThat(contract()
                        .states()
                        .lastStep(FactorBuilder.aFactor().binding().owner(), factor.factor()))
                .isEmpty();
    }

    private Optional<TimeStep> lastStep(TotpBinding factor) {
        return contract().states().lastStep(factor.owner(), factor.factor());
    }
}
