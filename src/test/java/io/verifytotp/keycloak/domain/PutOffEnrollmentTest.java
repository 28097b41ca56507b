package io.verifytotp.keycloak.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PutOffEnrollmentTest {
    private final TestClock clock = TestClock.at("2026-11-22T10:00:00Z");

    @Nested
    class WithoutAGracePeriod {
        private final InMemoryVerify verify = withGrace(0, 0);

        @Test
        void isRefused() {
            assertThat(offered(verify)).isEmpty();
            assertThat(putOff(verify)).isFalse();
        }
    }

    @Nested
    class WithDays {
        private final InMemoryVerify verify = withGrace(2, 0);

        @Test
        void isPossibleUntilTheyAreOverHoweverOften() {
            assertThat(offered(verify))
                    .contains(
                            new Postponement(Optional.of(clock.instant().plus(Duration.ofDays(2))), Optional.empty()));
            for (int i = 0; i < 5; i++) {
                assertThat(putOff(verify)).isTrue();
            }

            clock.advance(Duration.ofDays(2).minusMillis(1));
            assertThat(offered(verify)).isPresent();
            assertThat(putOff(verify)).isTrue();
            clock.advance(Duration.ofMillis(1));
            assertThat(offered(verify)).isEmpty();
            assertThat(putOff(verify)).isFalse();
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
            assertThat(putOff(verify)).isFalse();
        }
    }

    @Nested
    class WithTimes {
        private final InMemoryVerify verify = withGrace(0, 2);

        @Test
        void isPossibleSoOftenHoweverLate() {
            assertThat(offered(verify)).contains(new Postponement(Optional.empty(), Optional.of(2)));
            clock.advance(Duration.ofDays(1000));
            assertThat(putOff(verify)).isTrue();
            assertThat(offered(verify)).contains(new Postponement(Optional.empty(), Optional.of(1)));
            assertThat(putOff(verify)).isTrue();

            assertThat(offered(verify)).isEmpty();
            assertThat(putOff(verify)).isFalse();
        }
    }

    @Nested
    class WithBoth {
        private final InMemoryVerify verify = withGrace(7, 1);

        @Test
        void endsWithTheTimes() {
            offered(verify);
            assertThat(putOff(verify)).isTrue();

            assertThat(putOff(verify)).isFalse();
        }

        @Test
        void endsWithTheDays() {
            offered(verify);
            clock.advance(Duration.ofDays(7));

            assertThat(putOff(verify)).isFalse();
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
            assertThat(putOff(verify)).isFalse();
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
                    store.standings(),
                    store.ledger()));

            assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> offered(broken));
            assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> putOff(broken));
        }
    }

    private InMemoryVerify withGrace(int days, int skips) {
        return InMemoryVerify.with(clock, ServiceBuilder.aService().withGrace(days, skips));
    }

    private static Optional<Postponement> offered(InMemoryVerify verify) {
        return verify.engine().postponement(verify.service(), "alice");
    }

    private static boolean putOff(InMemoryVerify verify) {
        return verify.engine().putOff(verify.service(), "alice");
    }
}
