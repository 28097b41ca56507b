package io.verifytotp.keycloak.domain.contract;

import static io.verifytotp.keycloak.domain.fake.FactorBuilder.aFactor;
import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.domain.enrollment.Enrollee;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentVerdict;
import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.domain.factor.SealedSeed;
import io.verifytotp.keycloak.domain.factor.SealedSeeds;
import io.verifytotp.keycloak.domain.factor.SealedSeeds.StoredSeed;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.fake.StorePorts;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.ServiceId;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The rules by which all {@link SealedSeeds} replace. Which ones they find, the integration tests show. */
public abstract class SealedSeedsContract {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final SealedSeed RENEWED = new SealedSeed("v1.k2.sealed-anew");

    private final EntityKey owner = aFactor().binding().owner();

    protected abstract StorePorts ports();

    @Nested
    public class Replaced {
        private final TotpBinding factor = verified();
        private final Factor before =
                ports().factors().find(owner, factor.factor()).orElseThrow();

        @Test
        public void leaveTheRestOfTheFactorAsItWas() {
            assertThat(ports().seeds().replace(stored(factor), RENEWED)).isTrue();

            TotpBinding renewed = new TotpBinding(owner, factor.factor(), factor.parameters(), factor.skew(), RENEWED);
            assertThat(ports().factors().of(owner))
                    .containsExactly(new Factor(renewed, before.notes(), before.verifiedAt()));
        }

        @Test
        public void areOnlyThoseThatNobodyHasChangedMeanwhile() {
            SealedSeed others = new SealedSeed("v1.k2.of-another");
            ports().seeds().replace(stored(factor), others);

            assertThat(ports().seeds().replace(stored(factor), RENEWED)).isFalse();

            assertThat(ports().factors().of(owner).get(0).binding().seed()).isEqualTo(others);
        }

        @Test
        public void areNoneOfAFactorThatIsGone() {
            ports().changes().remove(owner, factor.factor());

            assertThat(ports().seeds().replace(stored(factor), RENEWED)).isFalse();

            assertThat(ports().factors().of(owner)).isEmpty();
        }

        @Test
        public void areNoneOfSomebodyElse() {
            EntityKey stranger = aFactor().binding().owner();
            EntityKey otherService = new EntityKey(owner.realm(), ServiceId.random(), owner.identity());

            for (EntityKey key : new EntityKey[] {stranger, otherService}) {
                assertThat(ports().seeds().replace(new StoredSeed(key, factor.factor(), factor.seed()), RENEWED))
                        .isFalse();
            }
            assertThat(ports().factors().of(owner)).containsExactly(before);
        }

        @Test
        public void areNoneOfAPendingFactor() {
            PendingFactor pending = aFactor().ownedBy(owner).pendingFor(Duration.ofHours(1), NOW);
            ports().enrollments().begin(pending);

            assertThat(ports().seeds().replace(stored(pending.binding()), RENEWED))
                    .isFalse();

            assertThat(ports().enrollments().find(owner, pending.id())).contains(pending);
        }
    }

    private static StoredSeed stored(TotpBinding binding) {
        return new StoredSeed(binding.owner(), binding.factor(), binding.seed());
    }

    private TotpBinding verified() {
        PendingFactor factor = aFactor().ownedBy(owner).pendingFor(Duration.ofHours(1), NOW);
        ports().enrollments().begin(factor);
        assertThat(ports().enrollments()
                        .promote(factor, FactorNotes.NONE.named("Phone"), 9, Enrollee.managed(owner.identity()), NOW))
                .isEqualTo(EnrollmentVerdict.VERIFIED);
        return factor.binding();
    }
}
