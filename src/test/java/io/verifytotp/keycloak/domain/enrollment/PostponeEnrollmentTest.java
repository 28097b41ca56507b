package io.verifytotp.keycloak.domain.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.verifytotp.keycloak.domain.VerifyStore;
import io.verifytotp.keycloak.domain.contract.Race;
import io.verifytotp.keycloak.domain.fake.BrokenEnrollments;
import io.verifytotp.keycloak.domain.fake.InMemoryVerify;
import io.verifytotp.keycloak.domain.fake.ServiceBuilder;
import io.verifytotp.keycloak.domain.fake.TestClock;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import io.verifytotp.keycloak.domain.service.Grace;
import io.verifytotp.keycloak.domain.service.PostponeResult;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PostponeEnrollmentTest {
    private final TestClock clock = TestClock.at("2026-11-22T10:00:00Z");

    @Nested
    class WithoutAGracePeriod {
        private final InMemoryVerify verify = withGrace(0, 0);

        @Test
        void isRefused() {
            assertThat(offered(verify)).isEmpty();
            assertThat(postpone(verify)).isEqualTo(PostponeResult.OVER);
        }
    }

    @Nested
    class WithDays {
        private final InMemoryVerify verify = withGrace(2, 0);

        @Test
        void isPossibleUntilTheyAreOverHoweverOften() {
            assertThat(offered(verify))
                    .contains(new Grace.Remaining(
                            Optional.of(clock.instant().plus(Duration.ofDays(2))), Optional.empty(), 0));
            for (int i = 0; i < 5; i++) {
                assertThat(postpone(verify)).isEqualTo(PostponeResult.COUNTED);
            }

            clock.advance(Duration.ofDays(2).minusMillis(1));
            assertThat(offered(verify)).isPresent();
            assertThat(postpone(verify)).isEqualTo(PostponeResult.COUNTED);
            clock.advance(Duration.ofMillis(1));
            assertThat(offered(verify)).isEmpty();
            assertThat(postpone(verify)).isEqualTo(PostponeResult.OVER);
        }

        @Test
        void countsThemFromTheFirstOffer() {
            clock.advance(Duration.ofDays(9));

            assertThat(offered(verify)).isPresent();
            clock.advance(Duration.ofDays(1));
            assertThat(offered(verify).orElseThrow().until())
                    .contains(clock.instant().plus(Duration.ofDays(1)));
        }

        @Test
        void isRefusedToWhoWasNeverAsked() {
            assertThat(postpone(verify)).isEqualTo(PostponeResult.OVER);
        }
    }

    @Nested
    class WithTimes {
        private final InMemoryVerify verify = withGrace(0, 2);

        @Test
        void isPossibleSoOftenHoweverLate() {
            assertThat(offered(verify)).contains(new Grace.Remaining(Optional.empty(), Optional.of(2), 0));
            clock.advance(Duration.ofDays(1000));
            assertThat(postpone(verify)).isEqualTo(PostponeResult.COUNTED);
            assertThat(offered(verify)).contains(new Grace.Remaining(Optional.empty(), Optional.of(1), 1));
            assertThat(postpone(verify)).isEqualTo(PostponeResult.COUNTED);

            assertThat(offered(verify)).isEmpty();
            assertThat(postpone(verify)).isEqualTo(PostponeResult.OVER);
        }
    }

    @Nested
    class AtAPageThatWasAnswered {
        private final InMemoryVerify verify = withGrace(7, 2);
        private final int shown = offered(verify).orElseThrow().counted();

        @Test
        void isNotCountedAgain() {
            assertThat(postpone(verify, shown)).isEqualTo(PostponeResult.COUNTED);

            assertThat(postpone(verify, shown)).isEqualTo(PostponeResult.PAGE_OUTDATED);
            assertThat(offered(verify).orElseThrow().times()).contains(1);
        }

        @Test
        void isOutdatedAlsoWhereNothingIsLeft() {
            int next = shown + 1;
            postpone(verify, shown);
            assertThat(postpone(verify, next)).isEqualTo(PostponeResult.COUNTED);

            assertThat(postpone(verify, next)).isEqualTo(PostponeResult.PAGE_OUTDATED);
        }

        @Test
        void isCountedOnceHoweverManyAtOnce() {
            assertThat(Race.of(20, i -> postpone(verify, shown))).containsOnlyOnce(PostponeResult.COUNTED);
            assertThat(offered(verify).orElseThrow().counted()).isEqualTo(1);
        }
    }

    @Nested
    class WithBoth {
        private final InMemoryVerify verify = withGrace(7, 1);

        @Test
        void endsWithTheTimes() {
            offered(verify);
            assertThat(postpone(verify)).isEqualTo(PostponeResult.COUNTED);

            assertThat(postpone(verify)).isEqualTo(PostponeResult.OVER);
        }

        @Test
        void endsWithTheDays() {
            offered(verify);
            clock.advance(Duration.ofDays(7));

            assertThat(postpone(verify)).isEqualTo(PostponeResult.OVER);
        }
    }

    @Nested
    class WithAFactor {
        @Test
        void isRefused() {
            InMemoryVerify verify = withGrace(7, 7);
            offered(verify);
            verify.enrollApp("alice");

            assertThat(offered(verify)).isEmpty();
            assertThat(postpone(verify)).isEqualTo(PostponeResult.OVER);
        }
    }

    @Nested
    class WithABrokenStore {
        @Test
        void isRefused() {
            InMemoryVerify verify = withGrace(7, 7);
            InMemoryVerify broken = verify.behind(store -> new VerifyStore(
                    store.factors(),
                    new BrokenEnrollments(store.enrollments()),
                    store.challenges(),
                    store.states(),
                    store.ledger()));

            assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> offered(broken));
            assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> postpone(broken));
        }
    }

    private InMemoryVerify withGrace(int days, int skips) {
        return InMemoryVerify.with(clock, ServiceBuilder.aService().withGrace(days, skips));
    }

    private static Optional<Grace.Remaining> offered(InMemoryVerify verify) {
        return verify.engine().graceRemaining(verify.service(), "alice");
    }

    /** At a page that knows how often it has been put off until now. */
    private static PostponeResult postpone(InMemoryVerify verify) {
        int shown = 0;
        PostponeResult outcome = postpone(verify, shown);
        while (outcome == PostponeResult.PAGE_OUTDATED) {
            outcome = postpone(verify, ++shown);
        }
        return outcome;
    }

    private static PostponeResult postpone(InMemoryVerify verify, int shown) {
        return verify.engine().postpone(verify.service(), "alice", shown);
    }
}
