package io.verifytotp.keycloak.domain.challenge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.verifytotp.keycloak.domain.VerifyStore;
import io.verifytotp.keycloak.domain.fake.AuthenticatorApp;
import io.verifytotp.keycloak.domain.fake.BrokenStore;
import io.verifytotp.keycloak.domain.fake.InMemoryVerify;
import io.verifytotp.keycloak.domain.fake.TestClock;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.PageRequest;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Challenges as a caller of the API opens them: kept at once, with or without a first answer. */
class OpenAndAnswerTest {
    private static final ChallengeContents CONTENTS = new ChallengeContents(
            Optional.of("client-1"),
            Optional.of("{\"message\":\"Pay?\"}"),
            Optional.of("{\"ip\":\"::1\"}"),
            Optional.empty());
    private static final ChallengeRequest TERMS = new ChallengeRequest(CONTENTS, Optional.empty());

    private final TestClock clock = TestClock.at("2026-11-22T10:00:00Z");
    private final InMemoryVerify verify = InMemoryVerify.with(clock);
    private final AuthenticatorApp app = verify.enrollApp("alice");
    private final FactorId factor = verify.factorOf("alice");
    private final EntityKey alice = verify.service().entity("alice");
    private final String code = app.codeAt(clock.instant());
    private final String wrong = app.wrongCodeAt(clock.instant());

    @Nested
    class Opened {
        @Test
        void isKeptUnanswered() {
            verify.events().forget();

            Challenge opened = open(verify, TERMS).orElseThrow();

            assertThat(kept()).containsExactly(opened);
            assertThat(opened.owner()).isEqualTo(alice);
            assertThat(opened.factor()).isEqualTo(factor);
            assertThat(opened.client()).isEmpty();
            assertThat(opened.contents()).isEqualTo(CONTENTS);
            assertThat(opened.status()).isEqualTo(ChallengeStatus.PENDING);
            assertThat(opened.createdAt()).isEqualTo(clock.instant());
            assertThat(opened.recorded()).isTrue();
            assertThat(verify.events().happened()).isEmpty();
        }

        @Test
        void expiresWithTheServicesLifetimeOrWhenTheCallerSays() {
            Instant end = clock.instant().plus(Duration.ofHours(9));

            assertThat(open(verify, TERMS).orElseThrow().expiresAt())
                    .isEqualTo(clock.instant().plus(Duration.ofMinutes(5)));
            assertThat(open(verify, new ChallengeRequest(CONTENTS, Optional.of(end)))
                            .orElseThrow()
                            .expiresAt())
                    .isEqualTo(end);
        }

        @Test
        void isAnsweredLater() {
            Challenge opened = open(verify, TERMS).orElseThrow();

            assertThat(verify.answer(opened, wrong).verdict()).isEqualTo(Verdict.WRONG_CODE);
            ChallengeOutcome outcome = verify.answer(verify.stored(opened), code);

            assertThat(outcome.verdict()).isEqualTo(Verdict.APPROVED);
            assertThat(kept()).containsExactly(outcome.challenge());
            assertThat(outcome.challenge().respondedAt()).contains(clock.instant());
            assertThat(outcome.challenge().contents()).isEqualTo(CONTENTS);
        }

        @Test
        void isNotOpenedBeyondTheBudget() {
            for (int i = 0; i < 25; i++) {
                assertThat(open(verify, TERMS)).isPresent();
            }

            assertThat(open(verify, TERMS)).isEmpty();
            assertThat(kept()).hasSize(25);
            clock.advance(Duration.ofHours(1));
            assertThat(open(verify, TERMS)).isPresent();
        }

        @Test
        void isNotOpenedForAFactorThatIsNoVerifiedOneOfTheUsers() {
            verify.enrollApp("bob");
            FactorId pending = verify.register("alice", "Phone").factor().id();

            for (FactorId other : List.of(FactorId.random(), verify.factorOf("bob"), pending)) {
                assertThat(verify.engine().open(verify.service(), "alice", other, TERMS))
                        .isEmpty();
            }
            assertThat(kept()).isEmpty();
            assertThat(verify.ports().store().states().of(alice)).containsOnlyKeys(factor, pending);
        }
    }

    @Nested
    class WithACode {
        @Test
        void isApprovedByTheRightOne() {
            verify.events().forget();

            ChallengeOutcome outcome = openAndAnswer(code);

            assertThat(outcome.result()).isEqualTo(AttemptResult.of(Verdict.APPROVED));
            assertThat(outcome.challenge().status()).isEqualTo(ChallengeStatus.APPROVED);
            assertThat(outcome.challenge().contents()).isEqualTo(CONTENTS);
            assertThat(outcome.challenge().respondedAt()).contains(clock.instant());
            assertIsKept(outcome);
            assertThat(verify.events().happened()).containsExactly("challenge approved");
        }

        @Test
        void isKeptPendingWithAWrongOne() {
            ChallengeOutcome outcome = openAndAnswer(wrong);

            assertThat(outcome.verdict()).isEqualTo(Verdict.WRONG_CODE);
            assertThat(outcome.challenge().wrongAnswers()).isEqualTo(1);
            assertIsKeptPending(outcome);
            assertThat(verify.answer(outcome.challenge(), code).verdict()).isEqualTo(Verdict.APPROVED);
        }

        @Test
        void isKeptPendingWithAUsedOne() {
            openAndAnswer(code);
            verify.events().forget();

            ChallengeOutcome outcome = openAndAnswer(code);

            assertThat(outcome.verdict()).isEqualTo(Verdict.ALREADY_USED);
            assertThat(outcome.challenge().wrongAnswers()).isZero();
            assertIsKeptPending(outcome);
            assertThat(verify.events().happened()).containsExactly("challenge already_used");
        }

        @ParameterizedTest
        @NullSource
        @ValueSource(strings = {"", "12345", "1234567", "abcdef"})
        void isKeptPendingWithWhatIsNoCode(String typed) {
            ChallengeOutcome outcome = openAndAnswer(typed);

            assertThat(outcome.verdict()).isEqualTo(Verdict.MALFORMED);
            assertIsKeptPending(outcome);
            assertThat(verify.answer(outcome.challenge(), code).verdict()).isEqualTo(Verdict.APPROVED);
        }

        @Test
        void isKeptPendingWhileTheFactorIsLocked() {
            for (int i = 0; i < 5; i++) {
                openAndAnswer(wrong);
            }

            ChallengeOutcome outcome = openAndAnswer(code);

            assertThat(outcome.result())
                    .isEqualTo(new AttemptResult(
                            Verdict.LOCKED, Optional.of(clock.instant().plusSeconds(30))));
            assertIsKeptPending(outcome);
            clock.advance(Duration.ofSeconds(30));
            assertThat(verify.answer(outcome.challenge(), app.codeAt(clock.instant()))
                            .verdict())
                    .isEqualTo(Verdict.APPROVED);
        }

        @Test
        void isNeitherKeptNorSpentBeyondTheBudget() {
            for (int i = 0; i < 25; i++) {
                open(verify, TERMS);
            }

            for (String typed : List.of(code, wrong, "12345")) {
                ChallengeOutcome outcome = openAndAnswer(typed);
                assertThat(outcome.result()).isEqualTo(AttemptResult.of(Verdict.TOO_MANY_CHALLENGES));
                assertThat(outcome.recorded()).isFalse();
            }

            assertThat(kept()).hasSize(25);
            assertThat(verify.ports().store().states().of(alice).get(factor).failures())
                    .isZero();
            assertThat(verify.answer(kept().get(0), code).verdict()).isEqualTo(Verdict.APPROVED);
        }

        @Test
        void isNeitherKeptNorSpentWhereItsTimeIsOver() {
            ChallengeRequest over = new ChallengeRequest(CONTENTS, Optional.of(clock.instant()));

            ChallengeOutcome outcome = verify.engine().openAndAnswer(verify.service(), "alice", factor, over, code);

            assertThat(outcome.verdict()).isEqualTo(Verdict.CHALLENGE_CLOSED);
            assertThat(kept()).isEmpty();
            assertThat(openAndAnswer(code).verdict()).isEqualTo(Verdict.APPROVED);
        }

        @Test
        void isNotKeptForAFactorThatIsNoVerifiedOneOfTheUsers() {
            verify.enrollApp("bob");
            FactorId pending = verify.register("alice", "Phone").factor().id();

            for (FactorId other : List.of(FactorId.random(), verify.factorOf("bob"), pending)) {
                ChallengeOutcome outcome = verify.engine().openAndAnswer(verify.service(), "alice", other, TERMS, code);
                assertThat(outcome.verdict()).isEqualTo(Verdict.UNKNOWN_FACTOR);
                assertThat(outcome.recorded()).isFalse();
            }
            assertThat(kept()).isEmpty();
        }
    }

    @Nested
    class DuringAnOutage {
        private final InMemoryVerify broken = verify.behind(store -> new VerifyStore(
                store.factors(), store.enrollments(), store.challenges(), store.states(), new BrokenStore()));
        private final InMemoryVerify keyless = verify.with(new BrokenStore());

        @Test
        void isNeitherKeptNorSpent() {
            for (String typed : List.of(code, wrong, "12345")) {
                ChallengeOutcome outcome =
                        broken.engine().openAndAnswer(broken.service(), "alice", factor, TERMS, typed);
                assertThat(outcome.result()).isEqualTo(AttemptResult.of(Verdict.STORE_UNAVAILABLE));
                assertThat(outcome.recorded()).isFalse();
            }

            assertThat(broken.events().happened()).startsWith("store unavailable", "challenge store_unavailable");
            assertThat(kept()).isEmpty();
            assertThat(openAndAnswer(code).verdict()).isEqualTo(Verdict.APPROVED);
        }

        @Test
        void isNeitherKeptNorSpentWithoutAKey() {
            ChallengeOutcome outcome = keyless.engine().openAndAnswer(keyless.service(), "alice", factor, TERMS, code);

            assertThat(outcome.verdict()).isEqualTo(Verdict.UNREADABLE_SEED);
            assertThat(kept()).isEmpty();
            assertThat(openAndAnswer(code).verdict()).isEqualTo(Verdict.APPROVED);
        }

        @Test
        void isNotOpenedAndReported() {
            assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> open(broken, TERMS));

            assertThat(broken.events().happened()).containsExactly("store unavailable");
            assertThat(open(keyless, TERMS)).isPresent(); // no code, no seed
        }
    }

    private ChallengeOutcome openAndAnswer(String typed) {
        return verify.engine().openAndAnswer(verify.service(), "alice", factor, TERMS, typed);
    }

    private Optional<Challenge> open(InMemoryVerify world, ChallengeRequest terms) {
        return world.engine().open(world.service(), "alice", factor, terms);
    }

    private List<Challenge> kept() {
        PageRequest all = new PageRequest(1000, Optional.empty(), false, false);
        ChallengeFilter any = new ChallengeFilter(Optional.empty(), Optional.empty());
        return verify.administration().challenges(alice, any, all).items();
    }

    private void assertIsKept(ChallengeOutcome outcome) {
        assertThat(outcome.recorded()).isTrue();
        assertThat(kept()).contains(outcome.challenge());
    }

    private void assertIsKeptPending(ChallengeOutcome outcome) {
        assertThat(outcome.challenge().status()).isEqualTo(ChallengeStatus.PENDING);
        assertThat(outcome.challenge().respondedAt()).isEmpty();
        assertIsKept(outcome);
    }
}
