package io.verifytotp.keycloak.domain.contract;

import static io.verifytotp.keycloak.domain.fake.FactorBuilder.aFactor;
import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.enrollment.Enrollee;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentStart;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentVerdict;
import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.factor.FactorChange;
import io.verifytotp.keycloak.domain.factor.FactorChanges;
import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.FactorState;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.domain.factor.SealedNotes;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.fake.BudgetsBuilder;
import io.verifytotp.keycloak.domain.fake.ChallengeBuilder;
import io.verifytotp.keycloak.domain.fake.StorePorts;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.service.Budgets;
import io.verifytotp.keycloak.totp.HashAlgorithm;
import io.verifytotp.keycloak.totp.TimeStep;
import io.verifytotp.keycloak.totp.TotpParameters;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The rules that all {@link FactorChanges} keep. All owners are new, so one store may serve all tests. */
public abstract class FactorChangesContract {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(9);
    private static final Duration HALF = Duration.ofSeconds(30);
    private static final Duration WHOLE = Duration.ofSeconds(60);
    private static final Budgets DEFAULTS = BudgetsBuilder.defaults().build();
    private static final TotpParameters LONGER = new TotpParameters(HashAlgorithm.SHA256, 8, WHOLE);

    private final EntityKey owner = aFactor().binding().owner();
    private final EntityKey stranger = aFactor().binding().owner();
    private final FactorNotes notes = new FactorNotes("Work phone", Optional.of("{\"a\":\"b\"}"));

    protected abstract StorePorts ports();

    @Nested
    public class OfAVerifiedFactor {
        private final PendingFactor pending = aPendingFactor();
        private final TotpBinding factor = verified(pending, "Phone");

        @Test
        public void changeParametersAndNotesAndNothingElse() {
            assertThat(change(owner, new FactorChange(factor.factor(), LONGER, 2, notes)))
                    .contains(notes);

            assertThat(ports().factors().of(owner))
                    .containsExactly(
                            new Factor(new TotpBinding(owner, factor.factor(), LONGER, 2, factor.seed()), notes, NOW));
            assertThat(ports().state(factor))
                    .isEqualTo(new FactorState(NOW, LATER, 0, Optional.empty(), false, Optional.empty()));
        }

        @Test
        public void doNotMakeOneOfAPendingOrForeignOrUnknownFactor() {
            PendingFactor other = aPendingFactor();

            assertThat(change(owner, new FactorChange(other.id(), LONGER, 2, notes)))
                    .isEmpty();
            assertThat(change(stranger, new FactorChange(factor.factor(), LONGER, 2, notes)))
                    .isEmpty();
            assertThat(change(owner, new FactorChange(FactorId.random(), LONGER, 2, notes)))
                    .isEmpty();
            assertThat(ports().factors().of(owner))
                    .containsExactly(new Factor(factor, FactorNotes.NONE.named("Phone"), NOW));
            assertThat(ports().enrollments().find(owner, other.id())).contains(other);
            assertThat(ports().state(factor).updatedAt()).isEqualTo(NOW);
        }

        @Test
        public void numberANameThatAnotherFactorHas() {
            verified(aPendingFactor(), "Tablet");

            assertThat(rename("Tablet")).isEqualTo("Tablet (2)");
            assertThat(rename("tablet")).isEqualTo("tablet (2)");
            assertThat(rename("Phone")).isEqualTo("Phone");
            assertThat(rename("Phone")).isEqualTo("Phone");
            assertThat(rename("")).isEmpty();
        }

        @Test
        public void keepFailuresAndLock() {
            for (int i = 0; i < 5; i++) {
                ports().ledger().countFailure(aChallenge(), DEFAULTS, NOW);
            }
            FactorState before = ports().state(factor);

            change(owner, new FactorChange(factor.factor(), LONGER, 2, notes));

            assertThat(ports().state(factor))
                    .usingRecursiveComparison()
                    .ignoringFields("updatedAt")
                    .isEqualTo(before);
            assertThat(claim(new TimeStep(9))).isEqualTo(Verdict.LOCKED);
        }

        @Test
        public void keepUsedStepsUsedUnderALongerPeriod() {
            claim(TimeStep.at(NOW, HALF));

            change(owner, new FactorChange(factor.factor(), LONGER, 2, notes));

            assertThat(claim(TimeStep.at(NOW, WHOLE))).isEqualTo(Verdict.ALREADY_USED);
            assertThat(claim(TimeStep.at(NOW, WHOLE).plus(1))).isEqualTo(Verdict.APPROVED);
        }

        @Test
        public void keepUsedStepsUsedUnderAShorterPeriod() {
            change(owner, new FactorChange(factor.factor(), LONGER, 2, notes));
            claim(TimeStep.at(NOW, WHOLE));

            change(owner, new FactorChange(factor.factor(), factor.parameters(), 2, notes));

            assertThat(claim(TimeStep.at(NOW, HALF))).isEqualTo(Verdict.ALREADY_USED);
            assertThat(claim(TimeStep.at(NOW, HALF).plus(1))).isEqualTo(Verdict.ALREADY_USED);
            assertThat(claim(TimeStep.at(NOW, HALF).plus(2))).isEqualTo(Verdict.APPROVED);
        }

        @Test
        public void useNoStepWhereNoneWasUsed() {
            change(owner, new FactorChange(factor.factor(), LONGER, 2, notes));

            assertThat(claim(new TimeStep(0))).isEqualTo(Verdict.APPROVED);
        }

        private String rename(String name) {
            FactorChange change =
                    new FactorChange(factor.factor(), factor.parameters(), 1, FactorNotes.NONE.named(name));
            FactorNotes told = change(owner, change).orElseThrow();
            assertThat(ports().factors()
                            .find(owner, factor.factor())
                            .orElseThrow()
                            .notes())
                    .isEqualTo(told);
            return told.name();
        }

        private Verdict claim(TimeStep step) {
            return ports().ledger().claimStep(aChallenge(), DEFAULTS, step, NOW).verdict();
        }

        private Challenge aChallenge() {
            return ChallengeBuilder.aChallengeOf(factor).openedAt(NOW);
        }
    }

    @Nested
    public class OfAPendingFactor {
        private final PendingFactor pending = aPendingFactor();
        private final FactorChange change = new FactorChange(pending.id(), LONGER, 2, notes);
        private final SealedNotes sealed = new SealedNotes("v1.k1.notes");

        @Test
        public void changeParametersAndNotesAndNothingElse() {
            assertThat(ports().changes().changePending(owner, change, sealed, LATER))
                    .isTrue();

            TotpBinding changed = new TotpBinding(
                    owner, pending.id(), LONGER, 2, pending.binding().seed());
            assertThat(ports().enrollments().find(owner, pending.id()))
                    .contains(new PendingFactor(changed, Optional.of(sealed), NOW, pending.expiresAt()));
            assertThat(ports().state(changed))
                    .isEqualTo(new FactorState(NOW, LATER, 0, Optional.empty(), false, Optional.empty()));
        }

        @Test
        public void keepUsedStepsUsed() {
            ports().ledger().claimEnrollmentStep(pending, OptionalInt.empty(), TimeStep.at(NOW, HALF), NOW);

            ports().changes().changePending(owner, change, sealed, LATER);

            PendingFactor changed =
                    ports().enrollments().find(owner, pending.id()).orElseThrow();
            assertThat(ports().ledger()
                            .claimEnrollmentStep(changed, OptionalInt.empty(), TimeStep.at(NOW, WHOLE), NOW)
                            .verdict())
                    .isEqualTo(Verdict.ALREADY_USED);
        }

        @Test
        public void doNotChangeAVerifiedOrForeignOne() {
            TotpBinding verified = verified(aPendingFactor(), "Phone");
            FactorChange ofVerified = new FactorChange(verified.factor(), LONGER, 2, notes);

            assertThat(ports().changes().changePending(owner, ofVerified, sealed, LATER))
                    .isFalse();
            assertThat(ports().changes().changePending(stranger, change, sealed, LATER))
                    .isFalse();
            assertThat(ports().enrollments().find(owner, pending.id())).contains(pending);
            assertThat(ports().factors()
                            .find(owner, verified.factor())
                            .orElseThrow()
                            .binding())
                    .isEqualTo(verified);
        }
    }

    @Nested
    public class ThatRemove {
        @Test
        public void aVerifiedFactorKeepItsChallengesAsARecord() {
            TotpBinding factor = verified(aPendingFactor(), "Phone");
            Challenge challenge = ChallengeBuilder.aChallengeOf(factor).openedAt(NOW);
            ports().ledger().open(challenge, DEFAULTS, NOW);

            assertThat(ports().changes().remove(owner, factor.factor())).isTrue();

            assertThat(ports().factors().of(owner)).isEmpty();
            assertThat(ports().hasState(factor)).isFalse();
            assertThat(ports().challenges().find(owner, challenge.id())).isPresent();
            assertThat(ports().changes().remove(owner, factor.factor())).isFalse();
        }

        @Test
        public void aPendingFactorLeaveTheOthers() {
            PendingFactor going = aPendingFactor();
            PendingFactor staying = aPendingFactor();

            assertThat(ports().changes().remove(owner, going.id())).isTrue();

            assertThat(ports().enrollments().of(owner)).containsExactly(staying);
            assertThat(ports().hasState(going.binding())).isFalse();
        }

        @Test
        public void aForeignFactorDoNothing() {
            TotpBinding verified = verified(aPendingFactor(), "Phone");
            PendingFactor pending = aPendingFactor();

            for (FactorId id : List.of(verified.factor(), pending.id(), FactorId.random())) {
                assertThat(ports().changes().remove(stranger, id)).isFalse();
            }
            assertThat(ports().factors().of(owner)).hasSize(1);
            assertThat(ports().enrollments().of(owner)).containsExactly(pending);
        }
    }

    private Optional<FactorNotes> change(EntityKey key, FactorChange change) {
        return ports().changes().change(key, change, LATER);
    }

    private TotpBinding verified(PendingFactor factor, String label) {
        assertThat(ports().enrollments()
                        .promote(factor, FactorNotes.NONE.named(label), 9, Enrollee.managed(owner.identity()), NOW))
                .isEqualTo(EnrollmentVerdict.VERIFIED);
        return factor.binding();
    }

    private PendingFactor aPendingFactor() {
        PendingFactor factor = aFactor().ownedBy(owner).pendingFor(Duration.ofHours(1), NOW);
        assertThat(ports().enrollments().begin(factor)).isEqualTo(EnrollmentStart.Outcome.STARTED);
        return factor;
    }
}
