package io.verifytotp.keycloak.domain.contract;

import static io.verifytotp.keycloak.domain.fake.FactorBuilder.aFactor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.verifytotp.keycloak.domain.enrollment.EnrollmentStart;
import io.verifytotp.keycloak.domain.enrollment.Enrollments;
import io.verifytotp.keycloak.domain.factor.FactorState;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.domain.factor.SealedNotes;
import io.verifytotp.keycloak.domain.fake.StorePorts;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.SeedUnavailableException;
import io.verifytotp.keycloak.domain.service.Grace;
import io.verifytotp.keycloak.domain.service.PostponeResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The rules that all {@link Enrollments} keep. All owners are new, so one store may serve all tests. */
public abstract class EnrollmentsContract {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final EntityKey owner = aFactor().binding().owner();

    protected abstract StorePorts ports();

    @Nested
    public class TimesPostponed {
        @Test
        public void beginWithTheFirstOffer() {
            assertThat(ports().enrollments().startGrace(owner, NOW)).isEqualTo(new Grace.Start(NOW, 0));
            assertThat(ports().enrollments().startGrace(owner, NOW.plusSeconds(1)))
                    .isEqualTo(new Grace.Start(NOW, 0));
        }

        @Test
        public void areCountedWithinTheLimits() {
            Grace grace = new Grace(1, 2);
            ports().enrollments().startGrace(owner, NOW);

            assertThat(postpone(grace, 0, NOW)).isEqualTo(PostponeResult.COUNTED);
            assertThat(postpone(grace, 1, NOW.plus(DAY))).isEqualTo(PostponeResult.OVER);
            assertThat(postpone(grace, 1, NOW.plus(DAY).minusMillis(1))).isEqualTo(PostponeResult.COUNTED);
            assertThat(postpone(grace, 2, NOW)).isEqualTo(PostponeResult.OVER);
            assertThat(postpone(new Grace(1, 0), 2, NOW)).isEqualTo(PostponeResult.COUNTED);
            assertThat(ports().enrollments().startGrace(owner, NOW)).isEqualTo(new Grace.Start(NOW, 3));
        }

        @Test
        public void areNotCountedTwiceAtOnePage() {
            Grace grace = new Grace(1, 2);
            ports().enrollments().startGrace(owner, NOW);
            postpone(grace, 0, NOW);

            assertThat(postpone(grace, 0, NOW)).isEqualTo(PostponeResult.PAGE_OUTDATED);
            assertThat(postpone(grace, 1, NOW)).isEqualTo(PostponeResult.COUNTED);
            assertThat(postpone(grace, 1, NOW)).isEqualTo(PostponeResult.PAGE_OUTDATED);
            assertThat(postpone(grace, 3, NOW)).isEqualTo(PostponeResult.PAGE_OUTDATED);
            assertThat(ports().enrollments().startGrace(owner, NOW).postponed()).isEqualTo(2);
        }

        @Test
        public void areRefusedWithoutAnOffer() {
            assertThat(postpone(new Grace(1, 1), 0, NOW)).isEqualTo(PostponeResult.OVER);
            ports().enrollments().begin(aPendingFactor(NOW));
            assertThat(postpone(new Grace(1, 1), 0, NOW)).isEqualTo(PostponeResult.OVER);
        }

        @Test
        public void areCountedOnceHoweverManyPostsOfOnePage() {
            ports().enrollments().startGrace(owner, NOW);

            List<PostponeResult> outcomes = Race.of(20, i -> postpone(new Grace(0, 7), 0, NOW));

            assertThat(outcomes).filteredOn(PostponeResult.COUNTED::equals).hasSize(1);
            assertThat(outcomes)
                    .filteredOn(PostponeResult.PAGE_OUTDATED::equals)
                    .hasSize(19);
            assertThat(ports().enrollments().startGrace(owner, NOW).postponed()).isEqualTo(1);
        }

        @Test
        public void areCountedOneByOneHoweverManyPages() {
            ports().enrollments().startGrace(owner, NOW);

            List<PostponeResult> outcomes = Race.of(20, i -> untilUpToDate(new Grace(0, 7)));

            assertThat(outcomes).filteredOn(PostponeResult.COUNTED::equals).hasSize(7);
            assertThat(outcomes).filteredOn(PostponeResult.OVER::equals).hasSize(13);
            assertThat(ports().enrollments().startGrace(owner, NOW).postponed()).isEqualTo(7);
        }

        /** Each page that is outdated is followed by one that is not yet. */
        private PostponeResult untilUpToDate(Grace grace) {
            PostponeResult outcome = PostponeResult.PAGE_OUTDATED;
            while (outcome == PostponeResult.PAGE_OUTDATED) {
                int shown = ports().enrollments().startGrace(owner, NOW).postponed();
                outcome = postpone(grace, shown, NOW);
            }
            return outcome;
        }

        private PostponeResult postpone(Grace grace, int shown, Instant now) {
            return ports().enrollments().postpone(owner, grace, shown, now);
        }
    }

    @Nested
    public class Begun {
        @Test
        public void areFoundByTheirOwnerAsTheyWereMade() {
            PendingFactor plain = aPendingFactor(NOW);
            PendingFactor noted = new PendingFactor(
                    aFactor().ownedBy(owner).withDigits(8).withSkew(2).binding(),
                    Optional.of(new SealedNotes("v1.k1.notes")),
                    NOW,
                    NOW.plus(HOUR));

            begin(plain);
            begin(noted);

            assertThat(ports().enrollments().find(owner, plain.id())).contains(plain);
            assertThat(ports().enrollments().find(owner, noted.id())).contains(noted);
            assertThat(ports().enrollments().of(owner)).containsExactlyInAnyOrder(plain, noted);
            assertThat(ports().state(plain.binding())).isEqualTo(FactorState.fresh(NOW));
        }

        @Test
        public void areFoundByNobodyElse() {
            PendingFactor mine = aPendingFactor(NOW);
            EntityKey other = aFactor().binding().owner();
            begin(mine);

            assertThat(ports().enrollments().find(other, mine.id())).isEmpty();
            assertThat(ports().enrollments().of(other)).isEmpty();
            assertThat(ports().enrollments().find(owner, FactorId.random())).isEmpty();
        }

        @Test
        public void areDroppedByTheNextOnceTheyHaveExpired() {
            PendingFactor expired = aPendingFactor(NOW);
            PendingFactor living = aPendingFactor(NOW.plusMillis(1));
            begin(expired);
            begin(living);
            assertThat(ports().enrollments().of(owner)).contains(expired);

            PendingFactor next = aPendingFactor(NOW.plus(HOUR));
            begin(next);

            assertThat(ports().enrollments().of(owner)).containsExactlyInAnyOrder(living, next);
            assertThat(ports().hasState(expired.binding())).isFalse();
        }
    }

    @Nested
    public class Compared {
        @Test
        public void areAskedOfEachOtherOnce() {
            PendingFactor expired = aPendingFactor(NOW.minus(HOUR));
            PendingFactor other = aPendingFactor(NOW);
            begin(expired);
            begin(other);
            List<FactorId> asked = new ArrayList<>();
            PendingFactor next = aPendingFactor(NOW);

            assertThat(ports().enrollments().begin(next, found -> {
                        asked.add(found.id());
                        return true;
                    }))
                    .isEqualTo(EnrollmentStart.Outcome.SEED_IN_USE);

            assertThat(asked).containsExactly(other.id());
            assertThat(ports().enrollments().find(owner, next.id())).isEmpty();
        }

        /** A lost key is no broken database. */
        @Test
        public void rethrowWhatTheTestThrewAndStoreNothing() {
            begin(aPendingFactor(NOW));
            PendingFactor next = aPendingFactor(NOW);
            SeedUnavailableException lost = new SeedUnavailableException("the key is lost");

            assertThatExceptionOfType(SeedUnavailableException.class)
                    .isThrownBy(() -> ports().enrollments().begin(next, found -> {
                        throw lost;
                    }))
                    .isSameAs(lost);

            assertThat(ports().enrollments().find(owner, next.id())).isEmpty();
        }
    }

    @Nested
    public class Limited {
        @Test
        public void to100PendingOnesAtATime() {
            begin(1, NOW);
            for (int i = 0; i < 60; i++) {
                begin(aFactor().ownedBy(owner).pendingFor(DAY, NOW.plus(HOUR)));
            }
            begin(40, NOW.plus(DAY)); // the first has expired, and the day of the others is over
            PendingFactor tooMany = aPendingFactor(NOW.plus(DAY));

            assertThat(ports().enrollments().begin(tooMany)).isEqualTo(EnrollmentStart.Outcome.FACTOR_LIMIT);
            assertThat(ports().enrollments().find(owner, tooMany.id())).isEmpty();
            assertThat(ports().hasState(tooMany.binding())).isFalse();
        }

        @Test
        public void to100ADay() {
            begin(100, NOW);
            Instant allExpired = NOW.plus(HOUR);

            assertThat(ports().enrollments().begin(aPendingFactor(allExpired)))
                    .isEqualTo(EnrollmentStart.Outcome.DAILY_LIMIT);
            assertThat(ports().enrollments().begin(aPendingFactor(NOW.plus(DAY).minusMillis(1))))
                    .isEqualTo(EnrollmentStart.Outcome.DAILY_LIMIT);
            assertThat(ports().enrollments().of(owner)).isEmpty();
            begin(100, NOW.plus(DAY));
        }

        @Test
        public void forEachEntityAlone() {
            begin(100, NOW);

            assertThat(ports().enrollments().begin(aFactor().pendingFor(HOUR, NOW)))
                    .isEqualTo(EnrollmentStart.Outcome.STARTED);
        }

        @Test
        public void toTheSameNumberWhenManyBeginAtOnce() {
            begin(90, NOW);

            List<EnrollmentStart.Outcome> outcomes =
                    Race.of(30, i -> ports().enrollments().begin(aPendingFactor(NOW)));

            assertThat(outcomes)
                    .filteredOn(EnrollmentStart.Outcome.STARTED::equals)
                    .hasSize(10);
            assertThat(outcomes)
                    .filteredOn(EnrollmentStart.Outcome.FACTOR_LIMIT::equals)
                    .hasSize(20);
            assertThat(ports().enrollments().of(owner)).hasSize(100);
        }
    }

    private PendingFactor aPendingFactor(Instant now) {
        return aFactor().ownedBy(owner).pendingFor(HOUR, now);
    }

    private void begin(PendingFactor factor) {
        assertThat(ports().enrollments().begin(factor)).isEqualTo(EnrollmentStart.Outcome.STARTED);
    }

    private void begin(int factors, Instant now) {
        for (int i = 0; i < factors; i++) {
            begin(aPendingFactor(now));
        }
    }
}
