package io.verifytotp.keycloak.totp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StepWindowTest {
    @ParameterizedTest(name = "skew {0}: {1} to {2}")
    @CsvSource({"0, 100, 100", "1, 99, 101", "2, 98, 102"})
    void holdsTheStepsOnEitherSideOldestFirst(int skew, long oldest, long newest) {
        StepWindow window = new StepWindow(new TimeStep(100), skew);

        assertThat(window.steps())
                .containsExactlyElementsOf(LongStream.rangeClosed(oldest, newest)
                        .mapToObj(TimeStep::new)
                        .toList())
                .isSorted();
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 3, Integer.MAX_VALUE})
    void skewIsNeverMoreThanTwoSteps(int skew) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StepWindow(new TimeStep(100), skew))
                .withMessage("skew must be 0..2 steps, got " + skew);
    }
}
