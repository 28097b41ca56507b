package io.verifytotp.keycloak.domain.challenge;

import static io.verifytotp.keycloak.domain.fake.ChallengeBuilder.aChallengeOf;
import static io.verifytotp.keycloak.domain.fake.FactorBuilder.aFactor;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChallengeTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final Challenge opened = aChallengeOf(aFactor().binding()).openedAt(NOW);

    @Nested
    class Opened {
        @Test
        void isPendingAndNotInTheStore() {
            assertThat(opened.status()).isEqualTo(ChallengeStatus.PENDING);
            assertThat(opened.wrongAnswers()).isZero();
            assertThat(opened.updatedAt()).isEqualTo(NOW);
            assertThat(opened.respondedAt()).isEmpty();
            assertThat(opened.recorded()).isFalse();
        }

        @Test
        void isInTheStoreOnceRecordedAndOtherwiseTheSame() {
            assertThat(opened.asRecorded().recorded()).isTrue();
            assertThat(opened.asRecorded())
                    .usingRecursiveComparison()
                    .ignoringFields("recorded")
                    .isEqualTo(opened);
        }
    }

    @Nested
    class AtItsEnd {
        private final Instant lastMoment = opened.expiresAt().minusMillis(1);

        @Test
        void hasExpiredIfItWasPending() {
            assertThat(opened.statusAt(lastMoment)).isEqualTo(ChallengeStatus.PENDING);
            assertThat(opened.statusAt(opened.expiresAt())).isEqualTo(ChallengeStatus.EXPIRED);
            assertThat(opened.isOpenAt(lastMoment, 5)).isTrue();
            assertThat(opened.isOpenAt(opened.expiresAt(), 5)).isFalse();
        }

        @Test
        void staysApprovedIfItWasApproved() {
            Challenge approved = opened.after(Verdict.APPROVED, lastMoment);

            assertThat(approved.statusAt(opened.expiresAt())).isEqualTo(ChallengeStatus.APPROVED);
            assertThat(approved.isOpenAt(lastMoment, 5)).isFalse();
        }
    }

    @Nested
    class Answered {
        private final Instant later = NOW.plusSeconds(5);

        @Test
        void isApprovedByARightCode() {
            Challenge after = opened.after(Verdict.APPROVED, later);

            assertThat(after.status()).isEqualTo(ChallengeStatus.APPROVED);
            assertThat(after.respondedAt()).contains(later);
            assertThat(after.updatedAt()).isEqualTo(later);
            assertThat(after.recorded()).isTrue();
            assertThat(after.id()).isEqualTo(opened.id());
        }

        @Test
        void countsAWrongCode() {
            Challenge after = opened.after(Verdict.WRONG_CODE, later);

            assertThat(after.status()).isEqualTo(ChallengeStatus.PENDING);
            assertThat(after.wrongAnswers()).isEqualTo(1);
            assertThat(after.respondedAt()).isEmpty();
            assertThat(after.updatedAt()).isEqualTo(later);
            assertThat(after.recorded()).isTrue();
        }

        @ParameterizedTest
        @EnumSource(
                mode = EnumSource.Mode.EXCLUDE,
                names = {"APPROVED", "WRONG_CODE"})
        void isTheSameAfterAnyOtherVerdict(Verdict verdict) {
            assertThat(opened.after(verdict, later)).isSameAs(opened);
            assertThat(opened.asRecorded().after(verdict, later)).isEqualTo(opened.asRecorded());
        }
    }
}
