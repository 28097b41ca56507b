package io.verifytotp.keycloak.domain;

import static io.verifytotp.keycloak.domain.FactorBuilder.aFactor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the domain's values refuse, and what they tell about themselves. */
class ValuesTest {
    @Nested
    class ABinding {
        @ParameterizedTest
        @ValueSource(ints = {-1, 3})
        void hasASkewOfAtMostTwoSteps(int skew) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> aFactor().withSkew(skew).binding())
                    .withMessage("skew must be 0..2 steps, got " + skew);
        }

        @Test
        void hidesItsSealedSeedWhenPrinted() {
            assertThat(aFactor().binding().toString()).contains("SealedSeed[…]").doesNotContain("v1.k1");
        }
    }

    @Nested
    class AnOutcome {
        private final Challenge unrecorded =
                ChallengeBuilder.aChallengeOf(aFactor().binding()).openedAt(Instant.EPOCH);

        @ParameterizedTest
        @EnumSource
        void isRecordedForEvaluatedCodesOnly(Verdict verdict) {
            boolean evaluated = verdict == Verdict.APPROVED || verdict == Verdict.WRONG_CODE;

            assertThat(new ChallengeOutcome(unrecorded, Settlement.of(verdict)).recorded())
                    .isEqualTo(evaluated);
        }
    }

    @Nested
    class Names {
        @Test
        void ofVerdictsAreThoseOfEventsAndMetrics() {
            assertThat(Arrays.stream(Verdict.values()).map(Verdict::reason))
                    .containsExactly(
                            "approved",
                            "wrong_code",
                            "malformed",
                            "already_used",
                            "locked",
                            "disabled",
                            "challenge_closed",
                            "too_many_challenges",
                            "unknown_factor",
                            "unreadable_seed",
                            "store_unavailable");
        }

        @Test
        void ofStatesAreThoseOfTheVerifyApi() {
            assertThat(Arrays.stream(ChallengeStatus.values()).map(ChallengeStatus::wireName))
                    .containsExactly("pending", "approved", "denied", "expired");
        }
    }
}
