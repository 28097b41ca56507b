package io.verifytotp.keycloak.domain.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.FactorPlan;
import io.verifytotp.keycloak.domain.fake.AuthenticatorApp;
import io.verifytotp.keycloak.domain.fake.FakeSeedSealer;
import io.verifytotp.keycloak.domain.fake.InMemoryVerify;
import io.verifytotp.keycloak.domain.fake.ServiceBuilder;
import io.verifytotp.keycloak.domain.fake.TestClock;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import io.verifytotp.keycloak.totp.HashAlgorithm;
import io.verifytotp.keycloak.totp.Seed;
import io.verifytotp.keycloak.totp.TotpParameters;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Factors whose seeds were made elsewhere, one line of a file at a time. */
class ImportFactorTest {
    private static final Seed KNOWN =
            Seed.ofBase32("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").orElseThrow();
    private static final Seed OTHER =
            Seed.ofBase32("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP").orElseThrow();
    private static final TotpParameters PARAMETERS =
            new TotpParameters(HashAlgorithm.SHA256, 8, Duration.ofSeconds(60));

    private final TestClock clock = TestClock.at("2026-11-22T10:00:00Z");
    private final FakeSeedSealer sealer = new FakeSeedSealer();
    private final InMemoryVerify verify = InMemoryVerify.with(clock).with(sealer);
    private final EntityKey alice = verify.service().entity("alice");

    @Nested
    class VouchedFor {
        @Test
        void worksAtOnce() {
            ImportOutcome outcome = vouched(KNOWN);

            Factor factor = verify.ports().factors().of(alice).get(0);
            AuthenticatorApp app = verify.scan(factor.binding());
            assertThat(outcome).isEqualTo(ImportOutcome.created(alice, factor.id(), true));
            assertThat(factor.binding().parameters()).isEqualTo(PARAMETERS);
            assertThat(factor.label()).isEqualTo("Phone");
            assertThat(verify.answerNewChallenge("alice", app.codeAt(clock.instant())))
                    .isEqualTo(Verdict.APPROVED);
        }

        @Test
        void existsTheSecondTime() {
            ImportOutcome first = vouched(KNOWN);
            clock.advance(Duration.ofDays(400));

            assertThat(vouched(KNOWN))
                    .isEqualTo(ImportOutcome.exists(alice, first.factor().orElseThrow(), true));
            assertThat(importing(KNOWN, false).verdict()).isEqualTo(ImportVerdict.EXISTS);
            assertThat(verify.events().happened()).containsExactly("import created", "import exists", "import exists");
        }

        @Test
        void neverReplacesWhatTheUserHasSetUp() {
            AuthenticatorApp own = verify.enrollApp("alice");

            assertThat(vouched(KNOWN)).isEqualTo(ImportOutcome.refused(alice, ImportVerdict.OTHER_FACTOR));
            assertThat(importing(KNOWN, false).verdict()).isEqualTo(ImportVerdict.OTHER_FACTOR);
            assertThat(verify.answerNewChallenge("alice", own.codeAt(clock.instant())))
                    .isEqualTo(Verdict.APPROVED);
        }

        @Test
        void isAddedWhereTheServiceAllowsSeveral() {
            InMemoryVerify several = verify.with(ServiceBuilder.aService().withMaxFactors(2));
            several.enrollApp("alice");

            assertThat(several.importer()
                            .add(several.service(), "alice", plan(KNOWN), true)
                            .verdict())
                    .isEqualTo(ImportVerdict.CREATED);
            assertThat(several.importer()
                            .add(several.service(), "alice", plan(OTHER), true)
                            .verdict())
                    .isEqualTo(ImportVerdict.OTHER_FACTOR);
        }

        @Test
        void mayHaveTheSeedOfAnotherUser() {
            vouched(KNOWN);

            assertThat(verify.importer()
                            .add(verify.service(), "bob", plan(KNOWN), true)
                            .verdict())
                    .isEqualTo(ImportVerdict.CREATED);
        }
    }

    @Nested
    class NotVouchedFor {
        @Test
        void isVerifiedByItsFirstCode() {
            ImportOutcome outcome = importing(KNOWN, false);
            Enrollment made = verify.engine()
                    .resumeEnrollment(
                            verify.service(), "alice", outcome.factor().orElseThrow())
                    .orElseThrow();

            assertThat(outcome.verified()).isFalse();
            assertThat(verify.confirmManaged("alice", made, verify.scan(made).codeAt(clock.instant()))
                            .verdict())
                    .isEqualTo(EnrollmentVerdict.VERIFIED);
            assertThat(verify.ports().factors().of(alice))
                    .extracting(Factor::label)
                    .containsExactly("Phone");
        }

        @Test
        void isVerifiedByVouchingLater() {
            importing(KNOWN, false);

            assertThat(vouched(KNOWN).verdict()).isEqualTo(ImportVerdict.CREATED);
            assertThat(verify.ports().enrollments().of(alice)).isEmpty();
            assertThat(verify.ports().factors().of(alice)).hasSize(1);
        }
    }

    @Nested
    class InAnOutage {
        @Test
        void isRefusedWhereSeedsCannotBeCompared() {
            vouched(OTHER);
            sealer.lose("k1");
            sealer.rotateTo("k2");

            assertThat(vouched(KNOWN)).isEqualTo(ImportOutcome.refused(alice, ImportVerdict.SEED_UNAVAILABLE));
            assertThat(verify.events().happened())
                    .containsExactly("import created", "seed unavailable", "import seed_unavailable");
        }

        @Test
        void isRefusedWhereTheStoreFails() {
            var ports = verify.ports();
            InMemoryVerify failing = verify.behind(new io.verifytotp.keycloak.domain.fake.StorePorts(
                    ports.store(), ports.entities(), ports.changes(), ports.seeds(), (planned, sameSeed) -> {
                        throw new StoreUnavailableException(new IllegalStateException("no connection"));
                    }));

            assertThat(failing.importer()
                            .add(failing.service(), "alice", plan(KNOWN), true)
                            .verdict())
                    .isEqualTo(ImportVerdict.STORE_UNAVAILABLE);
            assertThat(failing.events().happened()).containsExactly("store unavailable", "import store_unavailable");
        }
    }

    private ImportOutcome vouched(Seed seed) {
        return importing(seed, true);
    }

    private ImportOutcome importing(Seed seed, boolean vouched) {
        return verify.importer().add(verify.service(), "alice", plan(seed), vouched);
    }

    private static FactorPlan plan(Seed seed) {
        return new FactorPlan(PARAMETERS, 1, Optional.of(seed), Optional.of(FactorNotes.NONE.named("Phone")));
    }
}
