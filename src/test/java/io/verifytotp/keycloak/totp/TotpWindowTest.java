package io.verifytotp.keycloak.totp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which step of a window {@link Totp} answers. */
class TotpWindowTest {
    private static final Duration PERIOD = Duration.ofSeconds(30);

    /** RFC 4226 Appendix D: the codes of steps 0 to 9, all different. */
    private static final List<String> CODES =
            List.of("755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489");

    private final Totp totp = new Totp(new TotpParameters(HashAlgorithm.SHA1, 6, PERIOD));

    @Nested
    class AtItsEdges {
        @ParameterizedTest(name = "skew {0}, second {1} of the step")
        @CsvSource({"0,0", "0,1", "0,29", "1,0", "1,1", "1,29", "2,0", "2,1", "2,29"})
        void exactlyTheStepsWithinTheSkewAreAccepted(int skew, int second) {
            int current = 4;
            Instant now = Instant.ofEpochSecond(current * 30L + second);

            for (int step = 0; step < CODES.size(); step++) {
                boolean within = Math.abs(step - current) <= skew;
                assertThat(find(CODES.get(step), now, skew))
                        .as("the code of step %s", step)
                        .isEqualTo(within ? Optional.of(new TimeStep(step)) : Optional.empty());
            }
        }

        @Test
        void aStepLastsFromItsFirstSecondToTheNextStepsFirstSecond() {
            assertThat(find(CODES.get(4), Instant.parse("1970-01-01T00:01:59.999999999Z"), 0))
                    .isEmpty();
            assertThat(find(CODES.get(4), Instant.parse("1970-01-01T00:02:00Z"), 0))
                    .isPresent();
            assertThat(find(CODES.get(4), Instant.parse("1970-01-01T00:02:29.999999999Z"), 0))
                    .isPresent();
            assertThat(find(CODES.get(4), Instant.parse("1970-01-01T00:02:30Z"), 0))
                    .isEmpty();
        }
    }

    /** The two pairs of steps below have one code each (seed of RFC 4226, 6 digits, SHA-1). */
    @Nested
    class WithOneCodeForTwoSteps {
        @ParameterizedTest(name = "{0} at {1} s with skew {2}: step {3}")
        @CsvSource(delimiter = '|', textBlock = """
                # code | now        | skew | answer
                251166 | 1732990050 |    0 | 57766335
                251166 | 1732990050 |    1 | 57766336
                251166 | 1732990080 |    0 | 57766336
                251166 | 1732990080 |    1 | 57766336
                251166 | 1732990110 |    2 | 57766336
                882938 | 1710533460 |    1 | 57017782
                882938 | 1710533460 |    2 | 57017784
                882938 | 1710533490 |    1 | 57017784
                882938 | 1710533520 |    2 | 57017784
                """)
        void theNewestOfTheWindowIsTheAnswer(String code, long now, int skew, long answer) {
            assertThat(find(code, Instant.ofEpochSecond(now), skew)).contains(new TimeStep(answer));
        }
    }

    @Nested
    class AroundTheEpoch {
        @ParameterizedTest(name = "second {0} lies in step {1}")
        @CsvSource({"-61, -3", "-60, -2", "-31, -2", "-30, -1", "-1, -1", "0, 0", "1, 0", "29, 0", "30, 1"})
        void stepsBefore1970AreRoundedDown(long second, long step) {
            assertThat(TimeStep.at(Instant.ofEpochSecond(second), PERIOD)).isEqualTo(new TimeStep(step));
        }

        @Test
        void secondsOnEitherSideDoNotShareACode() {
            assertThat(find(CODES.get(0), Instant.ofEpochSecond(1), 0)).contains(new TimeStep(0));
            assertThat(find(CODES.get(0), Instant.ofEpochSecond(-1), 0)).isEmpty();
            assertThat(find(CODES.get(0), Instant.ofEpochSecond(-1), 1)).contains(new TimeStep(0));
        }
    }

    @Nested
    class WithOneInstanceForManyThreads {
        @Test
        void everyThreadGetsItsOwnAnswer() throws Exception {
            int threads = CODES.size();
            CyclicBarrier start = new CyclicBarrier(threads);
            ExecutorService pool = Executors.newFixedThreadPool(threads);
            try {
                List<Future<Boolean>> answers = new ArrayList<>();
                for (int step = 0; step < threads; step++) {
                    answers.add(pool.submit(hammer(start, step)));
                }

                for (Future<Boolean> right : answers) {
                    assertThat(right.get()).isTrue();
                }
            } finally {
                pool.shutdownNow();
            }
        }

        private Callable<Boolean> hammer(CyclicBarrier start, int step) {
            Instant now = Instant.ofEpochSecond(step * 30L);
            return () -> {
                start.await();
                boolean right = true;
                for (int i = 0; i < 1000; i++) {
                    right &= find(CODES.get(step), now, 2).equals(Optional.of(new TimeStep(step)));
                }
                return right;
            };
        }
    }

    private Optional<TimeStep> find(String code, Instant now, int skew) {
        StepWindow window = new StepWindow(TimeStep.at(now, PERIOD), skew);
        return totp.findStep(Seeds.rfc(), OneTimeCode.parse(code, 6).orElseThrow(), window);
    }
}
