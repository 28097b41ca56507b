package io.verifytotp.keycloak.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OpenChallengeTest {
    private final TestClock clock = TestClock.at("2026-11-22T10:00:00Z");
    private final InMemoryVerify verify = InMemoryVerify.with(clock);
    private final AuthenticatorApp app = verify.enrollApp("alice");

    @Nested
    class ForTheFirstTime {
        @Test
        void isNewAndNotRecorded() {
            Challenge challenge = verify.engine()
                    .challenge(
                            verify.service(),
                            "alice",
                            verify.factorOf("alice"),
                            Optional.empty(),
                            Optional.of("owlbank"));

            assertThat(challenge.owner()).isEqualTo(verify.service().entity("alice"));
            assertThat(challenge.factor()).isEqualTo(verify.factorOf("alice"));
            assertThat(challenge.client()).contains("owlbank");
            assertThat(challenge.status()).isEqualTo(ChallengeStatus.PENDING);
            assertThat(challenge.wrongAnswers()).isZero();
            assertThat(challenge.createdAt()).isEqualTo(clock.instant());
            assertThat(challenge.expiresAt()).isEqualTo(clock.instant().plusSeconds(300));
            assertThat(challenge.recorded()).isFalse();
        }

        @Test
        void hasItsOwnIdEachTime() {
            assertThat(verify.openChallenge("alice").id())
                    .isNotEqualTo(verify.openChallenge("alice").id());
        }

        @Test
        void isNotStored() {
            Challenge challenge = verify.openChallenge("alice");

            assertThat(verify.reopenChallenge("alice", challenge).id()).isNotEqualTo(challenge.id());
        }
    }

    @Nested
    class Again {
        private final Challenge challenge = verify.openChallenge("alice");

        @Test
        void isTheSameWhileItIsOpen() {
            answerWrong(1);

            Challenge again = verify.reopenChallenge("alice", challenge);

            assertThat(again.id()).isEqualTo(challenge.id());
            assertThat(again.wrongAnswers()).isEqualTo(1);
            assertThat(again.recorded()).isTrue();
            assertThat(again.expiresAt()).isEqualTo(challenge.expiresAt());
        }

        @Test
        void isANewOneOnceApproved() {
            verify.answer(challenge, app.codeAt(clock.instant()));

            assertIsReplaced();
        }

        @Test
        void isANewOneOnceExpired() {
            answerWrong(1);
            clock.advance(Duration.ofSeconds(299));
            assertThat(verify.reopenChallenge("alice", challenge).id()).isEqualTo(challenge.id());
            clock.advance(Duration.ofSeconds(1));

            assertIsReplaced();
        }

        @Test
        void isANewOneOnceItsAttemptsAreUsed() {
            answerWrong(5);

            assertIsReplaced();
        }

        @Test
        void isANewOneForAnotherFactor() {
            InMemoryVerify several = verify.with(ServiceBuilder.aService().withMaxFactors(3));
            answerWrong(1);
            several.enrollApp("alice", "Tablet");
            FactorId tablet =
                    several.engine().factors(several.service(), "alice").get(1).id();

            Challenge other = several.engine()
                    .challenge(several.service(), "alice", tablet, Optional.of(challenge.id()), Optional.empty());

            assertThat(other.id()).isNotEqualTo(challenge.id());
            assertThat(other.factor()).isEqualTo(tablet);
        }

        @Test
        void isANewOneForAnotherUser() {
            answerWrong(1);
            verify.enrollApp("bob");

            Challenge bobs = verify.reopenChallenge("bob", challenge);

            assertThat(bobs.id()).isNotEqualTo(challenge.id());
            assertThat(bobs.owner()).isEqualTo(verify.service().entity("bob"));
        }

        private void answerWrong(int times) {
            for (int i = 0; i < times; i++) {
                Challenge current = i == 0 ? challenge : verify.reopenChallenge("alice", challenge);
                verify.answer(current, app.wrongCodeAt(clock.instant()));
            }
        }

        private void assertIsReplaced() {
            Challenge next = verify.reopenChallenge("alice", challenge);

            assertThat(next.id()).isNotEqualTo(challenge.id());
            assertThat(next.wrongAnswers()).isZero();
            assertThat(next.recorded()).isFalse();
        }
    }
}
