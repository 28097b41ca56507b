package io.verifytotp.keycloak.totp;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepWindowTest {
    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 3, Integer.MAX_VALUE})
    void skewIsNeverMoreThanTwoSteps(int skew) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StepWindow(new TimeStep(100), skew))
                .withMessage("skew must be 0..2 steps, got " + skew);
    }
}
