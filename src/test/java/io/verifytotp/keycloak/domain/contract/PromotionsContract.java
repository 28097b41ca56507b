package io.verifytotp.keycloak.domain.contract;

import static io.verifytotp.keycloak.domain.fake.FactorBuilder.aFactor;
import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.enrollment.Enrollee;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentStart;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentVerdict;
import io.verifytotp.keycloak.domain.enrollment.Enrollments;
import io.verifytotp.keycloak.domain.enrollment.Proof;
import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.FactorState;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.fake.BudgetsBuilder;
import io.verifytotp.keycloak.domain.fake.ChallengeBuilder;
import io.verifytotp.keycloak.domain.fake.FactorBuilder;
import io.verifytotp.keycloak.domain.fake.StorePorts;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.totp.TimeStep;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The rules by which {@link Enrollments} make verified factors. All owners are new, so one store may serve all tests. */
public abstract class PromotionsContract {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final EntityKey owner = aFactor().binding().owner();
    private final Enrollee manager = Enrollee.managed(owner.identity());
    private final Enrollee unproved = Enrollee.inSession(owner.identity(), Optional.empty());
    private final PendingFactor first = aPendingFactor();

    protected abstract StorePorts ports();

    @Nested
    public class OfTheFirstFactor {
        private final FactorNotes notes = new FactorNotes("Phone", Optional.of("{\"a\":\"ü\"}"));
        private final Instant later = NOW.plusSeconds(9);

        @Test
        public void makesAFactorWithItsNotes() {
            assertThat(promote(first, notes, 1, unproved, later)).isEqualTo(EnrollmentVerdict.VERIFIED);

            assertThat(ports().factors().of(owner)).containsExactly(new Factor(first.binding(), notes, later));
            assertThat(ports().enrollments().find(owner, first.id())).isEmpty();
            assertThat(ports().enrollments().of(owner)).isEmpty();
            assertThat(ports().state(first.binding()))
                    .isEqualTo(new FactorState(NOW, later, 0, Optional.empty(), false, Optional.empty()));
        }

        @Test
        public void keepsWhatItHasUsed() {
            ports().ledger().claimEnrollmentStep(first, OptionalInt.empty(), new TimeStep(7), NOW);

            promote(first, "Phone", 1, unproved);

            assertThat(claim(first.binding(), 7)).isEqualTo(Verdict.ALREADY_USED);
            assertThat(claim(first.binding(), 8)).isEqualTo(Verdict.APPROVED);
        }

        @Test
        public void isGoneOnceDoneOrExpired() {
            assertThat(promote(first, notes, 1, unproved, first.expiresAt())).isEqualTo(EnrollmentVerdict.GONE);
            promote(first, notes, 1, unproved, NOW);

            assertThat(promote(first, notes, 1, manager, NOW)).isEqualTo(EnrollmentVerdict.GONE);
            assertThat(promote(aFactor().ownedBy(owner).pendingFor(Duration.ofHours(1), NOW), "x", 1, manager))
                    .isEqualTo(EnrollmentVerdict.GONE);
            assertThat(ports().factors().of(owner)).hasSize(1);
        }

        @Test
        public void isDoneForExactlyOneOfManyAtOnce() {
            List<EnrollmentVerdict> verdicts = Race.of(20, i -> promote(first, notes, 1, unproved, NOW));

            assertThat(verdicts).containsOnlyOnce(EnrollmentVerdict.VERIFIED);
            assertThat(verdicts).filteredOn(EnrollmentVerdict.GONE::equals).hasSize(19);
            assertThat(ports().factors().of(owner)).hasSize(1);
        }
    }

    @Nested
    public class OfAFurtherFactor {
        private final PendingFactor further = aPendingFactor();
        private final Enrollee proved = Enrollee.inSession(
                owner.identity(), Optional.of(Proof.ofFactor(owner.identity(), Proof.Kind.CODE, first.id(), NOW)));

        public OfAFurtherFactor() {
            promote(first, "Phone", 1, unproved);
        }

        @Test
        public void needsAProofOrAManager() {
            assertThat(promote(further, "Tablet", 3, unproved)).isEqualTo(EnrollmentVerdict.PROOF_NEEDED);
            assertNothingChanged();
            assertThat(promote(further, "Tablet", 3, proved)).isEqualTo(EnrollmentVerdict.VERIFIED);
            assertThat(promote(aPendingFactor(), "Watch", 3, manager)).isEqualTo(EnrollmentVerdict.VERIFIED);
            assertThat(labels()).containsExactlyInAnyOrder("Phone", "Tablet", "Watch");
        }

        @Test
        public void replacesTheOldOneWhereOneIsTheLimit() {
            assertThat(promote(further, "Phone", 1, manager)).isEqualTo(EnrollmentVerdict.VERIFIED);

            assertThat(ports().factors().of(owner)).extracting(Factor::id).containsExactly(further.id());
            assertThat(labels()).containsExactly("Phone");
            assertThat(ports().hasState(first.binding())).isFalse();
        }

        @Test
        public void isRefusedBeyondTheLimit() {
            promote(further, "Tablet", 2, proved);
            PendingFactor third = aPendingFactor();

            assertThat(promote(third, "Watch", 2, manager)).isEqualTo(EnrollmentVerdict.FACTOR_LIMIT);

            assertThat(labels()).containsExactlyInAnyOrder("Phone", "Tablet");
            assertThat(ports().enrollments().find(owner, third.id())).contains(third);
        }

        @Test
        public void asksAPersonForAnotherLabel() {
            for (String taken : List.of("Phone", "PHONE", "phone")) {
                assertThat(promote(further, taken, 3, proved)).isEqualTo(EnrollmentVerdict.LABEL_TAKEN);
                assertNothingChanged();
            }
        }

        @Test
        public void numbersTheLabelForAManager() {
            for (int i = 2; i <= 4; i++) {
                assertThat(promote(aPendingFactor(), "Phone", 9, manager)).isEqualTo(EnrollmentVerdict.VERIFIED);
            }

            assertThat(labels()).containsExactlyInAnyOrder("Phone", "Phone (2)", "Phone (3)", "Phone (4)");
        }

        /** Keycloak compares labels without regard to case. */
        @Test
        public void numbersTheLabelThatDiffersInCaseOnly() {
            assertThat(promote(further, "pHONE", 9, manager)).isEqualTo(EnrollmentVerdict.VERIFIED);

            assertThat(labels()).containsExactlyInAnyOrder("Phone", "pHONE (2)");
        }

        @Test
        public void numbersTheLabelThatIsTakenInAnotherService() {
            EntityKey elsewhere = new EntityKey(owner.realm(), ServiceId.random(), owner.identity());
            PendingFactor theirs = begun(aFactor().ownedBy(elsewhere));

            assertThat(promote(theirs, "Phone", 1, manager)).isEqualTo(EnrollmentVerdict.VERIFIED);

            assertThat(ports().factors().of(elsewhere))
                    .extracting(Factor::label)
                    .containsExactly("Phone (2)");
            assertThat(labels()).containsExactly("Phone");
        }

        @Test
        public void needsNoLabelForAManager() {
            assertThat(promote(further, "", 9, manager)).isEqualTo(EnrollmentVerdict.VERIFIED);
            assertThat(promote(aPendingFactor(), "", 9, manager)).isEqualTo(EnrollmentVerdict.VERIFIED);

            assertThat(labels()).containsExactlyInAnyOrder("Phone", "", "");
        }

        @Test
        public void neverExceedsTheLimitWhenManyAreMadeAtOnce() {
            List<PendingFactor> many = List.of(
                    further, aPendingFactor(), aPendingFactor(), aPendingFactor(), aPendingFactor(), aPendingFactor());

            List<EnrollmentVerdict> verdicts = Race.of(many.size(), i -> promote(many.get(i), "Phone", 3, manager));

            assertThat(verdicts).filteredOn(EnrollmentVerdict.VERIFIED::equals).hasSize(2);
            assertThat(verdicts)
                    .filteredOn(EnrollmentVerdict.FACTOR_LIMIT::equals)
                    .hasSize(4);
            assertThat(labels()).containsExactlyInAnyOrder("Phone", "Phone (2)", "Phone (3)");
        }

        private void assertNothingChanged() {
            assertThat(labels()).containsExactly("Phone");
            assertThat(ports().enrollments().find(owner, further.id())).contains(further);
        }

        private List<String> labels() {
            return ports().factors().of(owner).stream().map(Factor::label).toList();
        }
    }

    private Verdict claim(TotpBinding factor, long step) {
        Challenge challenge = ChallengeBuilder.aChallengeOf(factor).openedAt(NOW);
        return ports().ledger()
                .claimStep(challenge, BudgetsBuilder.defaults().build(), new TimeStep(step), NOW)
                .verdict();
    }

    private EnrollmentVerdict promote(PendingFactor factor, String label, int maxFactors, Enrollee enrollee) {
        return promote(factor, FactorNotes.NONE.named(label), maxFactors, enrollee, NOW);
    }

    private EnrollmentVerdict promote(
            PendingFactor factor, FactorNotes notes, int maxFactors, Enrollee enrollee, Instant now) {
        return ports().enrollments().promote(factor, notes, maxFactors, enrollee, now);
    }

    private PendingFactor aPendingFactor() {
        return begun(aFactor().ownedBy(owner));
    }

    private PendingFactor begun(FactorBuilder builder) {
        PendingFactor factor = builder.pendingFor(Duration.ofHours(1), NOW);
        assertThat(ports().enrollments().begin(factor)).isEqualTo(EnrollmentStart.Outcome.STARTED);
        return factor;
    }
}
