package io.verifytotp.keycloak.domain.contract;

import static io.verifytotp.keycloak.domain.fake.ChallengeBuilder.aChallengeOf;
import static io.verifytotp.keycloak.domain.fake.FactorBuilder.aFactor;
import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.enrollment.Enrollee;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentStart;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentVerdict;
import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.fake.BudgetsBuilder;
import io.verifytotp.keycloak.domain.fake.StorePorts;
import io.verifytotp.keycloak.domain.id.Entities;
import io.verifytotp.keycloak.domain.id.Entity;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.PageRequest;
import io.verifytotp.keycloak.domain.id.ServiceId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules that all {@link Entities} keep. All Services are new, so one store may serve all tests. */
public abstract class EntitiesContract {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final String REALM = "realm-1";
    private static final Comparator<Entity> OLDEST_FIRST = Comparator.comparing(EntitiesContract::position);

    private final ServiceId service = ServiceId.random();

    protected abstract StorePorts ports();

    @Nested
    public class Created {
        private final EntityKey key = aKey(service);
        private final boolean created = ports().entities().create(key, NOW);

        @Test
        public void areFoundAsTheyWereMade() {
            assertThat(created).isTrue();
            assertThat(ports().entities().find(key)).contains(new Entity(key, NOW));
        }

        @Test
        public void areCreatedOnce() {
            assertThat(ports().entities().create(key, NOW.plusSeconds(1))).isFalse();
            assertThat(ports().entities().find(key)).contains(new Entity(key, NOW));
        }

        @Test
        public void areCreatedByExactlyOneOfManyAtOnce() {
            EntityKey wanted = aKey(service);

            List<Boolean> created = Race.of(20, i -> ports().entities().create(wanted, NOW));

            assertThat(created).containsOnlyOnce(true);
            assertThat(ports().entities().find(wanted)).isPresent();
        }

        @Test
        public void belongToTheirServiceAndUserOnly() {
            assertThat(ports().entities().find(new EntityKey(REALM, ServiceId.random(), key.identity())))
                    .isEmpty();
            assertThat(ports().entities().find(aKey(service))).isEmpty();
        }

        @Test
        public void areMadeByAnEnrollmentToo() {
            PendingFactor factor = aFactor().ownedBy(aKey(service)).pendingFor(Duration.ofHours(1), NOW);

            ports().enrollments().begin(factor);

            EntityKey owner = factor.binding().owner();
            assertThat(ports().entities().find(owner)).contains(new Entity(owner, NOW));
        }
    }

    @Nested
    public class PageByPage {
        private final List<Entity> kept = new ArrayList<>();

        public PageByPage() {
            for (int i = 0; i < 11; i++) {
                Entity entity = new Entity(aKey(service), NOW.plusMillis(i / 3));
                ports().entities().create(entity.key(), entity.createdAt());
                kept.add(entity);
            }
            kept.sort(OLDEST_FIRST);
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3, 5, 10, 11, 12})
        public void areThereOnceInEitherOrder(int size) {
            assertThat(walk().all(size, false)).isEqualTo(kept);
            assertThat(walk().all(size, true))
                    .isEqualTo(kept.stream().sorted(OLDEST_FIRST.reversed()).toList());
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3, 5, 10})
        public void areTheSamePagesOnTheWayBack(int size) {
            List<List<Entity>> there = walk().forwards(size, false);
            Entity firstOfLast = there.get(there.size() - 1).get(0);

            assertThat(walk().backwards(size, false, firstOfLast)).isEqualTo(there.subList(0, there.size() - 1));
        }

        @Test
        public void areThoseOfOneServiceOnly() {
            ServiceId other = ServiceId.random();
            ports().entities().create(aKey(other), NOW);

            assertThat(walk().all(100, false)).hasSize(11);
            assertThat(ports().entities().page("realm-2", service, first()).items())
                    .isEmpty();
            assertThat(ports().entities()
                            .page(REALM, ServiceId.random(), first())
                            .items())
                    .isEmpty();
        }

        private PageRequest first() {
            return new PageRequest(100, Optional.empty(), false, false);
        }

        private PageWalk<Entity> walk() {
            return new PageWalk<>(
                    request -> ports().entities().page(REALM, service, request), EntitiesContract::position);
        }
    }

    @Nested
    public class Removed {
        private final EntityKey key = aKey(service);
        private final TotpBinding verified = verifiedFactor(key);
        private final PendingFactor pending = pendingFactor(key);
        private final Challenge challenge = aChallengeOf(verified).openedAt(NOW);

        public Removed() {
            ports().ledger().open(challenge, BudgetsBuilder.endless().build(), NOW);
        }

        @Test
        public void areGoneWithFactorsPendingOnesAndChallenges() {
            assertThat(ports().entities().remove(key)).isTrue();

            assertThat(ports().entities().find(key)).isEmpty();
            assertThat(ports().factors().of(key)).isEmpty();
            assertThat(ports().enrollments().of(key)).isEmpty();
            assertThat(ports().enrollments().find(key, pending.id())).isEmpty();
            assertThat(ports().challenges().find(key, challenge.id())).isEmpty();
            assertThat(ports().store().states().of(key)).isEmpty();
        }

        @Test
        public void areRemovedOnce() {
            ports().entities().remove(key);

            assertThat(ports().entities().remove(key)).isFalse();
            assertThat(ports().entities().remove(aKey(service))).isFalse();
        }

        @Test
        public void mayBeCreatedAgain() {
            ports().entities().remove(key);

            assertThat(ports().entities().create(key, NOW.plusSeconds(1))).isTrue();
            assertThat(ports().entities().find(key)).contains(new Entity(key, NOW.plusSeconds(1)));
        }

        @Test
        public void leaveOthersAsTheyAre() {
            EntityKey elsewhere = new EntityKey(REALM, ServiceId.random(), key.identity());
            TotpBinding theirs = verifiedFactor(elsewhere);
            Challenge kept = aChallengeOf(theirs).openedAt(NOW);
            ports().ledger().open(kept, BudgetsBuilder.endless().build(), NOW);

            ports().entities().remove(key);

            assertThat(ports().factors().of(elsewhere)).extracting(Factor::id).containsExactly(theirs.factor());
            assertThat(ports().hasState(theirs)).isTrue();
            assertThat(ports().challenges().find(elsewhere, kept.id())).isPresent();
        }

        private TotpBinding verifiedFactor(EntityKey owner) {
            PendingFactor factor = pendingFactor(owner);
            FactorNotes notes = FactorNotes.NONE.named("Phone of " + owner.service());
            assertThat(ports().enrollments().promote(factor, notes, 9, Enrollee.managed(owner.identity()), NOW))
                    .isEqualTo(EnrollmentVerdict.VERIFIED);
            return factor.binding();
        }

        private PendingFactor pendingFactor(EntityKey owner) {
            PendingFactor factor = aFactor().ownedBy(owner).pendingFor(Duration.ofHours(1), NOW);
            assertThat(ports().enrollments().begin(factor)).isEqualTo(EnrollmentStart.Outcome.STARTED);
            return factor;
        }
    }

    private static EntityKey aKey(ServiceId of) {
        return new EntityKey(REALM, of, UUID.randomUUID().toString());
    }

    private static PageRequest.Position position(Entity entity) {
        return new PageRequest.Position(entity.createdAt(), entity.key().id().value());
    }
}
