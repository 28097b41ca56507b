package io.verifytotp.keycloak.domain.contract;

import static io.verifytotp.keycloak.domain.fake.ChallengeBuilder.aChallengeOf;
import static io.verifytotp.keycloak.domain.fake.FactorBuilder.aFactor;
import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.ChallengeFilter;
import io.verifytotp.keycloak.domain.challenge.ChallengeStatus;
import io.verifytotp.keycloak.domain.challenge.Challenges;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.enrollment.Enrollee;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentStart;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentVerdict;
import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.fake.BudgetsBuilder;
import io.verifytotp.keycloak.domain.fake.StorePorts;
import io.verifytotp.keycloak.domain.id.ChallengeId;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.Page;
import io.verifytotp.keycloak.domain.id.PageRequest;
import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.domain.service.Budgets;
import io.verifytotp.keycloak.totp.TimeStep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules that every {@link Challenges} keeps. All Entities are new, so one store may serve all tests. */
public abstract class ChallengesContract {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Budgets ENDLESS = BudgetsBuilder.endless().build();
    private static final ChallengeFilter ALL = new ChallengeFilter(Optional.empty(), Optional.empty());
    private static final Comparator<Challenge> OLDEST_FIRST = Comparator.comparing(ChallengesContract::position);

    private final TotpBinding factor = aFactor().binding();

    protected abstract StorePorts ports();

    @Nested
    public class PageByPage {
        /** Nine moments with three challenges each, of which the ids decide the order. */
        private final List<Challenge> kept = new ArrayList<>();

        public PageByPage() {
            for (int i = 0; i < 27; i++) {
                kept.add(open(factor, NOW.plusMillis(i % 9)));
            }
            kept.sort(OLDEST_FIRST);
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3, 4, 7, 13, 26, 27, 28, 100})
        public void haveEveryChallengeOnceInEitherOrder(int size) {
            assertThat(walk(factor.owner(), ALL).all(size, false)).isEqualTo(kept);
            assertThat(walk(factor.owner(), ALL).all(size, true))
                    .isEqualTo(kept.stream().sorted(OLDEST_FIRST.reversed()).toList());
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3, 4, 7, 13, 26})
        public void areTheSamePagesOnTheWayBack(int size) {
            for (boolean newestFirst : new boolean[] {true, false}) {
                List<List<Challenge>> there = walk(factor.owner(), ALL).forwards(size, newestFirst);
                Challenge firstOfLast = there.get(there.size() - 1).get(0);

                assertThat(walk(factor.owner(), ALL).backwards(size, newestFirst, firstOfLast))
                        .isEqualTo(there.subList(0, there.size() - 1));
            }
        }

        @Test
        public void sayWhetherThereIsMoreOnEitherSide() {
            Page<Challenge> first = page(factor.owner(), ALL, request(10, Optional.empty(), false));
            Page<Challenge> middle = page(factor.owner(), ALL, request(10, lastOf(first), false));
            Page<Challenge> last = page(factor.owner(), ALL, request(10, lastOf(middle), false));
            Page<Challenge> back = page(
                    factor.owner(),
                    ALL,
                    request(10, Optional.of(position(middle.items().get(0))), true));

            assertThat(List.of(first.hasPrevious(), first.hasNext())).containsExactly(false, true);
            assertThat(List.of(middle.hasPrevious(), middle.hasNext())).containsExactly(true, true);
            assertThat(List.of(last.hasPrevious(), last.hasNext())).containsExactly(true, false);
            assertThat(back).isEqualTo(first);
        }

        @Test
        public void beginBesideAPositionWhoseChallengeIsGone() {
            Challenge tenth = kept.get(9);
            PageRequest.Position justBefore =
                    new PageRequest.Position(tenth.createdAt().minusMillis(1), new UUID(-1, -1));

            Page<Challenge> after = page(factor.owner(), ALL, request(5, Optional.of(justBefore), false));

            assertThat(after.items())
                    .isEqualTo(kept.stream()
                            .filter(each -> !each.createdAt().isBefore(tenth.createdAt()))
                            .limit(5)
                            .toList());
        }

        @Test
        public void areNotShiftedByWhatIsOpenedMeanwhile() {
            Page<Challenge> first = page(factor.owner(), ALL, request(10, Optional.empty(), false));
            open(factor, NOW.minusSeconds(1));

            assertThat(page(factor.owner(), ALL, request(10, lastOf(first), false))
                            .items())
                    .isEqualTo(kept.subList(10, 20));
        }

        private PageRequest request(int size, Optional<PageRequest.Position> from, boolean backwards) {
            return new PageRequest(size, from, backwards, false);
        }

        private Optional<PageRequest.Position> lastOf(Page<Challenge> page) {
            return Optional.of(position(page.items().get(page.items().size() - 1)));
        }
    }

    @Nested
    public class OfAnother {
        private final TotpBinding foreign = aFactor().binding();
        private final Challenge theirs = open(foreign, NOW);

        @Test
        public void entityAreNeverSeen() {
            Challenge mine = open(factor, NOW);

            assertThat(walk(factor.owner(), ALL).all(10, true)).containsExactly(mine);
            assertThat(walk(factor.owner(), filter(foreign.factor())).all(10, true))
                    .isEmpty();
            assertThat(ports().challenges().find(factor.owner(), theirs.id())).isEmpty();
            assertThat(ports().challenges().find(foreign.owner(), theirs.id())).contains(theirs);
        }

        @Test
        public void serviceOfTheSameUserAreNeverSeen() {
            EntityKey owner = foreign.owner();
            EntityKey other = new EntityKey(owner.realm(), ServiceId.random(), owner.identity());

            assertThat(walk(other, ALL).all(10, true)).isEmpty();
            assertThat(ports().challenges().find(other, theirs.id())).isEmpty();
            assertThat(ports().challenges().annotate(other, theirs.id(), "{}", NOW))
                    .isFalse();
            assertThat(ports().challenges().find(owner, theirs.id())).contains(theirs);
        }
    }

    @Nested
    public class Filtered {
        private final TotpBinding tablet = aFactor().ownedBy(factor.owner()).binding();
        private final Challenge pending = open(factor, NOW);
        private final Challenge expired = open(factor, NOW.minusSeconds(300));
        private final Challenge lastMoment = open(tablet, NOW.minusSeconds(300).plusMillis(1));
        private final Challenge approved = approved(tablet);

        @Test
        public void byFactor() {
            assertThat(found(filter(factor.factor()))).containsExactly(expired, pending);
            assertThat(found(filter(tablet.factor()))).containsExactly(lastMoment, approved);
            assertThat(found(filter(FactorId.random()))).isEmpty();
        }

        @Test
        public void byStatusAtThatTime() {
            assertThat(found(filter(ChallengeStatus.PENDING))).containsExactly(lastMoment, pending);
            assertThat(found(filter(ChallengeStatus.EXPIRED))).containsExactly(expired);
            assertThat(found(filter(ChallengeStatus.APPROVED))).containsExactly(approved);
            assertThat(found(filter(ChallengeStatus.DENIED))).isEmpty();
        }

        @Test
        public void byBoth() {
            ChallengeFilter both =
                    new ChallengeFilter(Optional.of(tablet.factor()), Optional.of(ChallengeStatus.PENDING));

            assertThat(found(both)).containsExactly(lastMoment);
        }

        @ParameterizedTest
        @EnumSource
        public void everyChallengeHasTheStatusThatItIsFoundUnder(ChallengeStatus status) {
            assertThat(found(filter(status))).allMatch(challenge -> challenge.statusAt(NOW) == status);
        }

        @Test
        public void pageByPage() {
            for (int i = 0; i < 10; i++) {
                open(tablet, NOW.plusMillis(i));
            }

            assertThat(walk(factor.owner(), filter(tablet.factor())).all(3, true))
                    .hasSize(12)
                    .allMatch(challenge -> challenge.factor().equals(tablet.factor()));
        }

        private List<Challenge> found(ChallengeFilter filter) {
            return walk(factor.owner(), filter).all(3, false);
        }

        private Challenge approved(TotpBinding of) {
            Challenge challenge = aChallengeOf(of).openedAt(NOW.minusSeconds(60));
            ports().ledger().claimStep(challenge, ENDLESS, new TimeStep(1), NOW.minusSeconds(50));
            return stored(challenge);
        }
    }

    @Nested
    public class Annotated {
        private static final String METADATA = "{\"ticket\":\"42 €\"}";
        private final Instant later = NOW.plusSeconds(9);
        private final Challenge challenge = open(factor, NOW);

        @Test
        public void haveMetadataAndNothingElseChanged() {
            assertThat(annotate(later)).isTrue();

            Challenge annotated = stored(challenge);
            assertThat(annotated.contents().metadata()).contains(METADATA);
            assertThat(annotated.updatedAt()).isEqualTo(later);
            assertThat(annotated)
                    .usingRecursiveComparison()
                    .ignoringFields("contents.metadata", "updatedAt")
                    .isEqualTo(challenge);
        }

        @Test
        public void areAnsweredLikeAnyOther() {
            annotate(later);

            ports().ledger().claimStep(challenge, ENDLESS, new TimeStep(1), later);

            assertThat(stored(challenge).status()).isEqualTo(ChallengeStatus.APPROVED);
            assertThat(stored(challenge).contents().metadata()).contains(METADATA);
        }

        @Test
        public void areNeitherApprovedNorExpiredNorUnknown() {
            assertThat(annotate(challenge.expiresAt())).isFalse();
            ports().ledger().claimStep(challenge, ENDLESS, new TimeStep(1), NOW);
            Challenge before = stored(challenge);

            assertThat(annotate(later)).isFalse();
            assertThat(ports().challenges().annotate(factor.owner(), ChallengeId.random(), METADATA, later))
                    .isFalse();
            assertThat(stored(challenge)).isEqualTo(before);
        }

        private boolean annotate(Instant now) {
            return ports().challenges().annotate(factor.owner(), challenge.id(), METADATA, now);
        }
    }

    @Nested
    public class Denied {
        private final Challenge challenge = open(factor, NOW);
        private final Instant later = NOW.plusSeconds(2);

        @Test
        public void areAnsweredForGood() {
            assertThat(deny(factor.owner(), later)).isTrue();

            Challenge denied = stored(challenge);
            assertThat(denied.status()).isEqualTo(ChallengeStatus.DENIED);
            assertThat(denied.respondedAt()).contains(later);
            assertThat(denied)
                    .usingRecursiveComparison()
                    .ignoringFields("status", "respondedAt", "updatedAt")
                    .isEqualTo(challenge);
            assertThat(ports().ledger()
                            .claimStep(challenge, ENDLESS, new TimeStep(1), later)
                            .verdict())
                    .isEqualTo(Verdict.CHALLENGE_CLOSED);
            assertThat(ports().ledger()
                            .claimStep(open(factor, later), ENDLESS, new TimeStep(1), later)
                            .verdict())
                    .as("the code is not used up")
                    .isEqualTo(Verdict.APPROVED);
        }

        @Test
        public void areNeitherApprovedNorDeniedNorExpiredNorOfAnotherEntity() {
            assertThat(deny(aFactor().binding().owner(), later)).isFalse();
            assertThat(deny(factor.owner(), challenge.expiresAt())).isFalse();
            ports().ledger().claimStep(challenge, ENDLESS, new TimeStep(1), NOW);
            Challenge before = stored(challenge);

            assertThat(deny(factor.owner(), later)).isFalse();
            assertThat(stored(challenge)).isEqualTo(before);
        }

        private boolean deny(EntityKey owner, Instant now) {
            return ports().challenges().deny(owner, challenge.id(), now);
        }
    }

    @Test
    public void areFoundAmongSeveralEntities() {
        Challenge challenge = open(factor, NOW);
        EntityKey other = aFactor().binding().owner();

        assertThat(ports().challenges().find(List.of(other, factor.owner()), challenge.id()))
                .contains(challenge);
        assertThat(ports().challenges().find(List.of(other), challenge.id())).isEmpty();
        assertThat(ports().challenges().find(List.of(), challenge.id())).isEmpty();
        assertThat(ports().challenges().find(List.of(factor.owner()), ChallengeId.random()))
                .isEmpty();
    }

    private Challenge open(TotpBinding of, Instant now) {
        if (ports().factors().find(of.owner(), of.factor()).isEmpty()) {
            verify(of);
        }
        Challenge challenge = aChallengeOf(of).openedAt(now);
        assertThat(ports().ledger().open(challenge, ENDLESS, now)).isTrue();
        return challenge.asRecorded();
    }

    private void verify(TotpBinding of) {
        PendingFactor pending = new PendingFactor(of, Optional.empty(), NOW, NOW.plusSeconds(3600));
        assertThat(ports().enrollments().begin(pending)).isEqualTo(EnrollmentStart.Outcome.STARTED);
        assertThat(ports().enrollments()
                        .promote(
                                pending,
                                FactorNotes.NONE,
                                9,
                                Enrollee.managed(of.owner().identity()),
                                NOW))
                .isEqualTo(EnrollmentVerdict.VERIFIED);
    }

    private Challenge stored(Challenge challenge) {
        return ports().challenges().find(challenge.owner(), challenge.id()).orElseThrow();
    }

    private PageWalk<Challenge> walk(EntityKey owner, ChallengeFilter filter) {
        return new PageWalk<>(request -> page(owner, filter, request), ChallengesContract::position);
    }

    private Page<Challenge> page(EntityKey owner, ChallengeFilter filter, PageRequest request) {
        return ports().challenges().page(owner, filter, request, NOW);
    }

    private static PageRequest.Position position(Challenge challenge) {
        return new PageRequest.Position(challenge.createdAt(), challenge.id().value());
    }

    private static ChallengeFilter filter(FactorId id) {
        return new ChallengeFilter(Optional.of(id), Optional.empty());
    }

    private static ChallengeFilter filter(ChallengeStatus status) {
        return new ChallengeFilter(Optional.empty(), Optional.of(status));
    }
}
