package io.verifytotp.keycloak.domain.contract;

import static io.verifytotp.keycloak.domain.fake.FactorBuilder.aFactor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.verifytotp.keycloak.domain.enrollment.EnrollmentStart;
import io.verifytotp.keycloak.domain.enrollment.FactorImports;
import io.verifytotp.keycloak.domain.enrollment.FactorImports.PlannedImport;
import io.verifytotp.keycloak.domain.enrollment.ImportOutcome;
import io.verifytotp.keycloak.domain.enrollment.ImportVerdict;
import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.FactorState;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.fake.StorePorts;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.SeedUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The rules of {@link FactorImports}. All owners are new, so one store may serve all tests. */
public abstract class FactorImportsContract {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final EntityKey owner = aFactor().binding().owner();
    private final FactorNotes notes = new FactorNotes("Phone", Optional.of("{\"a\":\"ü\"}"));

    protected abstract StorePorts ports();

    @Nested
    public class VouchedFor {
        private final PendingFactor factor = aPendingFactor();

        @Test
        public void isAVerifiedFactorThatNoCodeWasUsedOf() {
            ImportOutcome outcome = vouched(factor, 1, FactorImportsContract::none);

            assertThat(outcome).isEqualTo(ImportOutcome.created(owner, factor.id(), true));
            assertThat(ports().factors().of(owner)).containsExactly(new Factor(factor.binding(), notes, NOW));
            assertThat(ports().enrollments().of(owner)).isEmpty();
            assertThat(ports().state(factor.binding())).isEqualTo(FactorState.fresh(NOW));
            assertThat(ports().store().states().lastStep(owner, factor.id())).isEmpty();
        }

        @Test
        public void takesThePlaceOfAPendingOneWithItsSeedAndLeavesOthers() {
            PendingFactor same = aPendingFactor();
            PendingFactor other = aPendingFactor();
            add(same, false, 1, FactorImportsContract::none);
            add(other, false, 1, FactorImportsContract::none);

            ImportOutcome outcome =
                    vouched(factor, 1, binding -> binding.factor().equals(same.id()));

            assertThat(outcome).isEqualTo(ImportOutcome.created(owner, factor.id(), true));
            assertThat(ports().enrollments().of(owner))
                    .extracting(PendingFactor::id)
                    .containsExactly(other.id());
            assertThat(ports().hasState(same.binding())).isFalse();
        }

        @Test
        public void existsWhereAVerifiedOneHasItsSeed() {
            vouched(factor, 1, FactorImportsContract::none);

            assertThat(vouched(aPendingFactor(), 1, FactorImportsContract::any))
                    .isEqualTo(ImportOutcome.exists(owner, factor.id(), true));
            assertOnlyTheFirst();
        }

        @Test
        public void neverReplacesAnother() {
            vouched(factor, 1, FactorImportsContract::none);

            assertThat(vouched(aPendingFactor(), 1, FactorImportsContract::none).verdict())
                    .isEqualTo(ImportVerdict.OTHER_FACTOR);
            assertOnlyTheFirst();
        }

        @Test
        public void isOneOfSeveralWhereTheyAreAllowed() {
            vouched(factor, 2, FactorImportsContract::none);

            assertThat(vouched(aPendingFactor(), 2, FactorImportsContract::none).verdict())
                    .isEqualTo(ImportVerdict.CREATED);
            assertThat(vouched(aPendingFactor(), 2, FactorImportsContract::none).verdict())
                    .isEqualTo(ImportVerdict.OTHER_FACTOR);
            assertThat(ports().factors().of(owner)).extracting(Factor::label).containsExactly("Phone", "Phone (2)");
        }

        @Test
        public void isOneFactorWhenManyImportItAtOnce() {
            List<PendingFactor> many =
                    List.of(aPendingFactor(), aPendingFactor(), aPendingFactor(), aPendingFactor(), aPendingFactor());
            FactorImports imports = ports().imports();

            List<ImportVerdict> verdicts = Race.of(many.size(), i -> imports.add(
                            new PlannedImport(many.get(i), notes, true, 9), FactorImportsContract::any)
                    .verdict());

            assertThat(verdicts).filteredOn(ImportVerdict.CREATED::equals).hasSize(1);
            assertThat(verdicts).filteredOn(ImportVerdict.EXISTS::equals).hasSize(4);
            assertThat(ports().factors().of(owner)).hasSize(1);
        }

        @Test
        public void leavesNothingWhereSeedsCannotBeCompared() {
            vouched(factor, 9, FactorImportsContract::none);

            assertThatExceptionOfType(SeedUnavailableException.class)
                    .isThrownBy(() -> vouched(aPendingFactor(), 9, binding -> {
                        throw new SeedUnavailableException("no key");
                    }));
            assertOnlyTheFirst();
        }

        @Test
        public void isRefusedAfter100InADay() {
            for (int i = 0; i < EnrollmentStart.MAX_PER_DAY; i++) {
                assertThat(vouched(aPendingFactor(), 200, FactorImportsContract::none)
                                .verdict())
                        .isEqualTo(ImportVerdict.CREATED);
            }

            assertThat(vouched(factor, 200, FactorImportsContract::none).verdict())
                    .isEqualTo(ImportVerdict.DAILY_LIMIT);
            assertThat(ports().factors().of(owner)).hasSize(100);
            assertThat(ports().hasState(factor.binding())).isFalse();
        }

        private void assertOnlyTheFirst() {
            assertThat(ports().factors().of(owner)).extracting(Factor::id).containsExactly(factor.id());
            assertThat(ports().store().states().of(owner)).containsOnlyKeys(factor.id());
        }
    }

    @Nested
    public class NotVouchedFor {
        private final PendingFactor factor = aPendingFactor();

        @Test
        public void isPending() {
            assertThat(add(factor, false, 1, FactorImportsContract::none))
                    .isEqualTo(ImportOutcome.created(owner, factor.id(), false));

            assertThat(ports().enrollments().of(owner)).containsExactly(factor);
            assertThat(ports().factors().of(owner)).isEmpty();
        }

        @Test
        public void existsWhereAPendingOneHasItsSeed() {
            add(factor, false, 1, FactorImportsContract::none);

            assertThat(add(aPendingFactor(), false, 1, FactorImportsContract::any))
                    .isEqualTo(ImportOutcome.exists(owner, factor.id(), false));
            assertThat(pendingIds()).containsExactly(factor.id());
        }

        @Test
        public void comesBackOnceThePendingOneHasExpired() {
            add(factor, false, 1, FactorImportsContract::none);
            PendingFactor later = aFactor().ownedBy(owner).pendingFor(Duration.ofHours(1), NOW.plusSeconds(3600));

            assertThat(add(later, false, 1, FactorImportsContract::any).verdict())
                    .isEqualTo(ImportVerdict.CREATED);
        }

        @Test
        public void isRefusedBesideAnotherFactor() {
            vouched(factor, 1, FactorImportsContract::none);

            assertThat(add(aPendingFactor(), false, 1, FactorImportsContract::none)
                            .verdict())
                    .isEqualTo(ImportVerdict.OTHER_FACTOR);
            assertThat(pendingIds()).isEmpty();
        }

        @Test
        public void isRefusedBeside100PendingOnes() {
            for (int i = 0; i < EnrollmentStart.MAX_PENDING; i++) {
                add(aPendingFactor(), false, 1, FactorImportsContract::none);
            }

            assertThat(add(factor, false, 1, FactorImportsContract::none).verdict())
                    .isEqualTo(ImportVerdict.PENDING_LIMIT);
            assertThat(pendingIds()).hasSize(100);
        }

        private List<FactorId> pendingIds() {
            return ports().enrollments().of(owner).stream()
                    .map(PendingFactor::id)
                    .toList();
        }
    }

    private ImportOutcome vouched(PendingFactor factor, int maxFactors, Predicate<TotpBinding> sameSeed) {
        return add(factor, true, maxFactors, sameSeed);
    }

    private ImportOutcome add(PendingFactor factor, boolean vouched, int maxFactors, Predicate<TotpBinding> sameSeed) {
        return ports().imports().add(new PlannedImport(factor, notes, vouched, maxFactors), sameSeed);
    }

    private PendingFactor aPendingFactor() {
        return aFactor().ownedBy(owner).pendingFor(Duration.ofHours(1), NOW);
    }

    private static boolean none(TotpBinding other) {
        return false;
    }

    private static boolean any(TotpBinding other) {
        return true;
    }
}
