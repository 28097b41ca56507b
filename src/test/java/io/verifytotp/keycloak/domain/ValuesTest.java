package io.verifytotp.keycloak.domain;

import static io.verifytotp.keycloak.domain.fake.FactorBuilder.aFactor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.verifytotp.keycloak.domain.challenge.ChallengeStatus;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.enrollment.Enrollment;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentStart;
import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.FactorState;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.domain.factor.SealedNotes;
import io.verifytotp.keycloak.domain.fake.ServiceBuilder;
import io.verifytotp.keycloak.domain.service.ConfiguredService;
import io.verifytotp.keycloak.domain.service.ServiceOption;
import io.verifytotp.keycloak.totp.Seed;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules and texts of the domain's values. */
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
    class NotesOfAFactor {
        @ParameterizedTest
        @ValueSource(strings = {"", "Phone", "Ärger & Söhne 🦉"})
        void areTheSameAsOneTextAndBack(String name) {
            FactorNotes named = FactorNotes.NONE.named(name);
            FactorNotes both = new FactorNotes(name, Optional.of("{\n  \"a\": \"b\"\n}"));

            assertThat(FactorNotes.ofText(named.asText())).isEqualTo(named);
            assertThat(FactorNotes.ofText(both.asText())).isEqualTo(both);
            assertThat(FactorNotes.ofText(both.named("").asText())).isEqualTo(both.named(""));
        }

        @Test
        void keepMissingApartFromEmptyMetadata() {
            FactorNotes empty = new FactorNotes("Phone", Optional.of(""));

            assertThat(FactorNotes.ofText(empty.asText())).isEqualTo(empty);
        }

        @Test
        void haveANameOfOneLine() {
            assertThatIllegalArgumentException().isThrownBy(() -> FactorNotes.NONE.named("My\nphone"));
        }

        @Test
        void printNothingAloneOrWithinAFactor() {
            FactorNotes notes = new FactorNotes("Alice's phone", Optional.of("{\"who\":\"Alice\"}"));
            Factor factor = new Factor(aFactor().binding(), notes, Instant.EPOCH);
            PendingFactor pending = new PendingFactor(
                    aFactor().binding(), Optional.of(new SealedNotes("v1.k1.sealed")), Instant.EPOCH, Instant.EPOCH);

            assertThat(notes).hasToString("FactorNotes[…]");
            assertThat(factor.toString()).doesNotContain("Alice");
            assertThat(pending.toString()).contains("SealedNotes[…]").doesNotContain("v1.k1");
        }
    }

    @Nested
    class ARegistration {
        private final Enrollment enrollment =
                new Enrollment(aFactor().pendingFor(Duration.ofHours(1), Instant.EPOCH), Seed.of(new byte[20]), 0);

        @Test
        void hasAnEnrollmentOnlyIfItWasStarted() {
            assertThat(EnrollmentStart.of(enrollment).enrollment()).contains(enrollment);
            assertThat(EnrollmentStart.refused(EnrollmentStart.Outcome.DAILY_LIMIT)
                            .enrollment())
                    .isEmpty();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> EnrollmentStart.refused(EnrollmentStart.Outcome.STARTED));
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> new EnrollmentStart(EnrollmentStart.Outcome.SEED_IN_USE, Optional.of(enrollment)));
        }
    }

    @Nested
    class AFactorState {
        private final Instant end = Instant.EPOCH.plusSeconds(30);
        private final FactorState locked =
                new FactorState(Instant.EPOCH, Instant.EPOCH, 5, Optional.of(end), false, Optional.empty());

        @Test
        void isLockedUntilTheEndOfItsLock() {
            assertThat(locked.lockAt(end.minusMillis(1))).contains(end);
            assertThat(locked.lockAt(end)).isEmpty();
            assertThat(FactorState.fresh(end).lockAt(Instant.EPOCH)).isEmpty();
        }
    }

    @Nested
    class AConfiguredService {
        private final ConfiguredService service = new ConfiguredService(
                ServiceBuilder.aService().build(),
                "Owl Bank",
                true,
                Map.of("skew", "2", "issuer", "  "),
                Optional.empty(),
                Optional.empty());

        @Test
        void returnsTheOptionsThatAreSet() {
            assertThat(service.value(ServiceOption.SKEW)).contains("2");
            assertThat(service.value(ServiceOption.ISSUER)).isEmpty();
            assertThat(service.value(ServiceOption.IMAGE)).isEmpty();
        }
    }

    @Nested
    class Names {
        @Test
        void ofRefusedEnrollmentsAreThoseOfEvents() {
            assertThat(Arrays.stream(EnrollmentStart.Outcome.values()).map(EnrollmentStart.Outcome::reason))
                    .containsExactly("started", "seed_in_use", "factor_limit", "daily_limit");
        }

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
