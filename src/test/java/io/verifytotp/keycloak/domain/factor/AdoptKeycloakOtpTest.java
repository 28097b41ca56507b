package io.verifytotp.keycloak.domain.factor;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.domain.VerifyStore;
import io.verifytotp.keycloak.domain.challenge.ChallengeOutcome;
import io.verifytotp.keycloak.domain.challenge.CodePrompt;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.enrollment.Enrollee;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentVerdict;
import io.verifytotp.keycloak.domain.fake.AuthenticatorApp;
import io.verifytotp.keycloak.domain.fake.FakeSeedSealer;
import io.verifytotp.keycloak.domain.fake.InMemoryFactorLedger;
import io.verifytotp.keycloak.domain.fake.InMemoryFactors;
import io.verifytotp.keycloak.domain.fake.InMemoryVerify;
import io.verifytotp.keycloak.domain.fake.ServiceBuilder;
import io.verifytotp.keycloak.domain.fake.TestClock;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import io.verifytotp.keycloak.totp.HashAlgorithm;
import io.verifytotp.keycloak.totp.OneTimeCode;
import io.verifytotp.keycloak.totp.Seed;
import io.verifytotp.keycloak.totp.TotpParameters;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A user whose authenticator app was set up with Keycloak's own OTP. */
class AdoptKeycloakOtpTest {
    private static final Duration MEMORY = Duration.ofSeconds(90);
    private static final Duration STEP = Duration.ofSeconds(30);

    private final TestClock clock = TestClock.at("2026-01-01T00:00:00Z");
    private final FakeSeedSealer sealer = new FakeSeedSealer();
    private final InMemoryVerify stored = InMemoryVerify.with(
                    clock, ServiceBuilder.aService().adoptingKeycloakOtp())
            .with(sealer);
    private final Otps otps = new Otps((InMemoryFactors) stored.ports().factors(), sealer);
    private final InMemoryVerify verify = behind(stored);
    private final EntityKey alice = stored.service().entity("alice");
    private final Factor otp = otps.add(alice);
    private final AuthenticatorApp app = stored.scan(otp.binding());

    AdoptKeycloakOtpTest() {
        ((InMemoryFactorLedger) stored.ports().ledger()).keepVerified(alice, otp.id(), clock.instant());
    }

    private InMemoryVerify behind(InMemoryVerify world) {
        return world.behind(store -> new VerifyStore(
                store.factors(), store.enrollments(), store.challenges(), store.states(), store.ledger(), otps));
    }

    private ChallengeOutcome answer(InMemoryVerify world, CodePrompt prompt, String code) {
        Optional<Factor> factor = world.engine().factors(world.service(), "alice").stream()
                .filter(found -> found.id().equals(prompt.factor()))
                .findFirst();
        return world.engine().answer(world.service(), "alice", factor, prompt, code);
    }

    private Verdict answer(String code) {
        return answer(verify, verify.prompt("alice"), code).verdict();
    }

    @Nested
    class WhileTheServiceAdopts {
        @Test
        void isEnrolled() {
            assertThat(verify.engine().isEnrolled(verify.service(), "alice")).isTrue();
            assertThat(verify.engine().isEnrolled(verify.service(), "bob")).isFalse();
        }

        @Test
        void keepsTheAppWithARightCode() {
            assertThat(answer(app.codeAt(clock.instant()))).isEqualTo(Verdict.APPROVED);

            assertThat(stored.ports().factors().of(alice)).singleElement().satisfies(factor -> {
                assertThat(factor.id()).isEqualTo(otp.id());
                assertThat(factor.isKeycloaks()).isFalse();
            });
            assertThat(otps.of(alice)).isEmpty();
        }

        @Test
        void keepsItWithKeycloakAfterAWrongCode() {
            assertThat(answer(app.wrongCodeAt(clock.instant()))).isEqualTo(Verdict.WRONG_CODE);

            assertThat(stored.ports().factors().of(alice)).isEmpty();
            assertThat(otps.used).isEmpty();
        }

        @Test
        void isLockedByWrongCodesLikeAnyFactor() {
            for (int i = 0; i < 5; i++) {
                answer(app.wrongCodeAt(clock.instant()));
            }

            assertThat(answer(app.codeAt(clock.instant()))).isEqualTo(Verdict.LOCKED);
        }

        @Test
        void cannotUseACodeThatKeycloakTook() {
            otps.use(otp, code(0));

            assertThat(answer(app.codeAt(clock.instant()))).isEqualTo(Verdict.ALREADY_USED);
            assertThat(answer(app.codeAt(clock.instant().plus(STEP)))).isEqualTo(Verdict.APPROVED);
        }

        /** Keycloak's form took the code of the next step; this one adopts with the code before it. */
        @Test
        void cannotUseItAfterTheAdoptionEither() {
            otps.use(otp, code(1));
            answer(app.codeAt(clock.instant()));

            assertThat(answer(app.codeAt(clock.instant().plus(STEP)))).isEqualTo(Verdict.ALREADY_USED);
        }

        @Test
        void marksCodesAtKeycloakUntilItHasForgottenAllOfBefore() {
            answer(app.codeAt(clock.instant()));
            clock.advance(STEP);
            answer(app.codeAt(clock.instant()));
            clock.advance(MEMORY.minus(STEP));
            answer(app.codeAt(clock.instant()));

            assertThat(otps.used).hasSize(2);
        }

        @Test
        void getsTheSameAnswerForTheSameFormTwice() {
            CodePrompt prompt = verify.prompt("alice");
            String code = app.codeAt(clock.instant());
            answer(verify, prompt, code);

            ChallengeOutcome second = answer(verify, prompt, code);

            assertThat(second.verdict()).isEqualTo(Verdict.APPROVED);
            assertThat(second.repeated()).isTrue();
        }

        @Test
        void isLetInThoughTheAdoptionFails() {
            otps.fails = true;

            assertThat(answer(app.codeAt(clock.instant()))).isEqualTo(Verdict.APPROVED);
            assertThat(otps.of(alice)).hasSize(1);
            assertThat(verify.events().happened()).hasSize(2);
        }

        @Test
        void mayNotEnrollWithoutAProof() {
            assertThat(verify.engine().objection(verify.service(), Enrollee.inSession("alice", Optional.empty())))
                    .contains(EnrollmentVerdict.PROOF_NEEDED);
            assertThat(verify.engine().objection(verify.service(), verify.proving("alice")))
                    .isEmpty();
        }

        @Test
        void isAskedForAFactorOfOursAlone() {
            stored.enrollApp("alice");

            assertThat(verify.engine().factors(verify.service(), "alice"))
                    .singleElement()
                    .satisfies(factor -> assertThat(factor.isKeycloaks()).isFalse());
        }
    }

    @Nested
    class WhileItDoesNot {
        private final InMemoryVerify off = behind(stored.with(ServiceBuilder.aService()));

        @Test
        void isNotEnrolled() {
            assertThat(off.engine().isEnrolled(off.service(), "alice")).isFalse();
            assertThat(off.engine().factors(off.service(), "alice")).isEmpty();
            assertThat(off.engine().objection(off.service(), Enrollee.inSession("alice", Optional.empty())))
                    .isEmpty();
        }
    }

    private OneTimeCode code(int steps) {
        String code = app.codeAt(clock.instant().plus(STEP.multipliedBy(steps)));
        return OneTimeCode.parse(code, 6).orElseThrow();
    }

    /** Credentials and marks in memory. */
    private static final class Otps implements KeycloakOtps {
        private final InMemoryFactors factors;
        private final FakeSeedSealer sealer;
        private final List<Factor> credentials = new ArrayList<>();
        private final Set<String> used = new HashSet<>();
        private boolean fails;

        Otps(InMemoryFactors factors, FakeSeedSealer sealer) {
            this.factors = factors;
            this.sealer = sealer;
        }

        Factor add(EntityKey owner) {
            FactorId id = FactorId.random();
            Seed seed = Seed.random(HashAlgorithm.SHA1, new SecureRandom());
            TotpParameters parameters = new TotpParameters(HashAlgorithm.SHA1, 6, STEP);
            TotpBinding binding = new TotpBinding(owner, id, parameters, 1, sealer.seal(owner, id, seed));
            Factor factor =
                    new Factor(binding, FactorNotes.NONE, Instant.EPOCH, Optional.of(KeycloakOrigin.of(MEMORY)));
            credentials.add(factor);
            return factor;
        }

        @Override
        public List<Factor> of(EntityKey owner) {
            return credentials.stream()
                    .filter(factor -> factor.binding().owner().equals(owner))
                    .toList();
        }

        @Override
        public boolean anyOf(EntityKey owner) {
            return !of(owner).isEmpty();
        }

        @Override
        public boolean use(Factor factor, OneTimeCode code) {
            return used.add(factor.id() + "." + code.expose());
        }

        @Override
        public void adopt(EntityKey owner, Instant now) {
            if (fails) {
                throw new StoreUnavailableException(new IllegalStateException("for the test"));
            }
            for (Factor otp : of(owner)) {
                credentials.remove(otp);
                Optional<KeycloakOrigin> origin = otp.origin().map(from -> from.adopted(now));
                factors.add(new Factor(otp.binding(), otp.notes(), otp.verifiedAt(), origin));
            }
        }
    }
}
