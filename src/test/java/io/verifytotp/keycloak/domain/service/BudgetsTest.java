package io.verifytotp.keycloak.domain.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetsTest {
    @Nested
    class ForCodesOfALength {
        private final Budgets defaults = new Budgets(5, 5, 100, 50, 100);

        @ParameterizedTest
        @ValueSource(ints = {5, 6, 7, 8})
        void areTheServicesFromFiveDigitsOn(int digits) {
            assertThat(defaults.forCodesOf(digits)).isEqualTo(defaults);
        }

        @ParameterizedTest
        @ValueSource(ints = {3, 4})
        void haveTenChallengesADayForShorterOnes(int digits) {
            assertThat(defaults.forCodesOf(digits)).isEqualTo(new Budgets(5, 5, 100, 10, 10));
        }

        @Test
        void areNeverWiderThanTheServices() {
            assertThat(new Budgets(5, 5, 100, 3, 7).forCodesOf(4)).isEqualTo(new Budgets(5, 5, 100, 3, 7));
        }
    }

    @Nested
    class ForAnEnrollmentOverTheApi {
        @Test
        void lockWithTheLastAttemptOfAChallengeAtTheLatest() {
            assertThat(new Budgets(5, 20, 100, 50, 100).lockingAfterOneChallenge())
                    .isEqualTo(new Budgets(5, 5, 100, 50, 100));
            assertThat(new Budgets(5, 3, 100, 50, 100).lockingAfterOneChallenge())
                    .isEqualTo(new Budgets(5, 3, 100, 50, 100));
        }
    }

    @Nested
    class OfLocks {
        @ParameterizedTest(name = "wrong answer {0} beyond the first lock: {1} s")
        @CsvSource({
            "0, 30",
            "1, 60",
            "2, 120",
            "3, 240",
            "4, 480",
            "5, 960",
            "6, 1920",
            "7, 3600",
            "8, 3600",
            "95, 3600"
        })
        void doubleUpToAnHour(int beyond, long seconds) {
            assertThat(Budgets.lockAfterFurther(beyond).toSeconds()).isEqualTo(seconds);
        }
    }
}
