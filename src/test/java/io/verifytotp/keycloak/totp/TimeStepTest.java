package io.verifytotp.keycloak.totp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeStepTest {
    @Nested
    class OfAnInstant {
        @ParameterizedTest(name = "second {0} by {1} s: step {2}")
        @CsvSource({"0, 30, 0", "29, 30, 0", "30, 30, 1", "59, 60, 0", "1111111109, 30, 37037036", "-1, 30, -1"})
        void isTheNumberOfWholePeriodsBefore(long second, long period, long number) {
            assertThat(TimeStep.at(Instant.ofEpochSecond(second), Duration.ofSeconds(period)))
                    .isEqualTo(new TimeStep(number));
        }

        @Test
        void isBeforeTheNextOne() {
            assertThat(new TimeStep(1)).isLessThan(new TimeStep(1).plus(1)).isGreaterThan(new TimeStep(1).plus(-1));
        }
    }

    @Nested
    class InAnotherPeriod {
        @ParameterizedTest(name = "step {0} of {1} s is step {3} of {2} s")
        @CsvSource(textBlock = """
                10, 30, 30, 10
                10, 30, 60,  5
                11, 30, 60,  5
                12, 30, 60,  6
                 5, 60, 30, 11
                 5, 60, 20, 17
                 7, 20, 30,  5
                 8, 20, 30,  5
                 9, 20, 30,  6
                 0, 30, 60,  0
                 0, 60, 20,  2
                """)
        void isTheLastThatHasBegunWhenItEnds(long number, long period, long other, long expected) {
            assertThat(new TimeStep(number).convert(Duration.ofSeconds(period), Duration.ofSeconds(other)))
                    .isEqualTo(new TimeStep(expected));
        }

        /** Whatever second a used step covers, its code is used under the other period as well; the next one is free. */
        @Test
        void coversAllOfItsTimeAndNotAStepMore() {
            for (int period = 20; period <= 60; period++) {
                for (int other = 20; other <= 60; other++) {
                    Duration before = Duration.ofSeconds(period);
                    Duration after = Duration.ofSeconds(other);
                    long second = 1_795_341_600L + 7L * period + 11L * other;
                    TimeStep used = TimeStep.at(Instant.ofEpochSecond(second), before);
                    Instant end = Instant.ofEpochSecond((used.number() + 1) * period);

                    TimeStep carried = used.convert(before, after);

                    assertThat(carried).as("%s to %s", before, after).isEqualTo(TimeStep.at(end.minusMillis(1), after));
                    assertThat(TimeStep.at(Instant.ofEpochSecond(second), after))
                            .isLessThanOrEqualTo(carried);
                    assertThat(TimeStep.at(end.plus(after), after)).isGreaterThan(carried);
                }
            }
        }

        @Test
        void neverGoesBackThereAndBack() {
            for (long number = 59_844_720L; number < 59_844_760L; number++) {
                TimeStep step = new TimeStep(number);
                TimeStep back = step.convert(Duration.ofSeconds(30), Duration.ofSeconds(45))
                        .convert(Duration.ofSeconds(45), Duration.ofSeconds(30));

                assertThat(back).isGreaterThanOrEqualTo(step);
                assertThat(back.number() - number).isLessThanOrEqualTo(2);
            }
        }

        @Test
        void doesNotOverflowUnnoticed() {
            assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> new TimeStep(Long.MAX_VALUE - 1)
                    .convert(Duration.ofSeconds(30), Duration.ofSeconds(60)));
        }
    }
}
