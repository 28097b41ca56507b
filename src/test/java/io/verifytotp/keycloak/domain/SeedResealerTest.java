package io.verifytotp.keycloak.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.verifytotp.keycloak.domain.SeedResealer.Progress;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.factor.SealedSeed;
import io.verifytotp.keycloak.domain.factor.SealedSeeds;
import io.verifytotp.keycloak.domain.fake.AuthenticatorApp;
import io.verifytotp.keycloak.domain.fake.BrokenStore;
import io.verifytotp.keycloak.domain.fake.FakeSeedSealer;
import io.verifytotp.keycloak.domain.fake.InMemoryVerify;
import io.verifytotp.keycloak.domain.fake.ServiceBuilder;
import io.verifytotp.keycloak.domain.fake.TestClock;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.SeedUnavailableException;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SeedResealerTest {
    private static final String REALM = ServiceBuilder.aService().build().realm();

    private final TestClock clock = TestClock.at("2026-11-22T10:00:00Z");
    private final FakeSeedSealer sealer = new FakeSeedSealer();
    private final InMemoryVerify verify = InMemoryVerify.with(clock).with(sealer);

    @Nested
    class OnUse {
        private final AuthenticatorApp app = verify.enrollApp("alice");
        private final SealedSeed before = seedOf("alice");
        private final String code = app.codeAt(clock.instant());

        @Test
        void sealsAnewWhatAnOlderKeyHasSealed() {
            sealer.rotateTo("k2");

            assertThat(verify.answerNewChallenge("alice", code)).isEqualTo(Verdict.APPROVED);

            assertThat(seedOf("alice").text()).startsWith("v1.k2.");
            sealer.lose("k1");
            clock.advance(verify.service().policy().parameters().period());
            assertThat(verify.answerNewChallenge("alice", app.codeAt(clock.instant())))
                    .isEqualTo(Verdict.APPROVED);
        }

        @Test
        void leavesAloneWhatTheNewestKeyHasSealed() {
            Overtaken counting = new Overtaken(verify.ports().seeds());

            assertThat(verify.behind(counting).answerNewChallenge("alice", code))
                    .isEqualTo(Verdict.APPROVED);

            assertThat(counting.asked()).isZero();
            assertThat(seedOf("alice")).isEqualTo(before);
        }

        @Test
        void sealsNothingAnewForAWrongOrUsedCode() {
            verify.answerNewChallenge("alice", code);
            sealer.rotateTo("k2");

            assertThat(verify.answerNewChallenge("alice", app.wrongCodeAt(clock.instant())))
                    .isEqualTo(Verdict.WRONG_CODE);
            assertThat(verify.answerNewChallenge("alice", code)).isEqualTo(Verdict.ALREADY_USED);

            assertThat(seedOf("alice")).isEqualTo(before);
        }

        @Test
        void approvesThoughTheSeedCannotBeStored() {
            sealer.rotateTo("k2");
            InMemoryVerify broken = verify.behind((SealedSeeds) new BrokenStore());

            assertThat(broken.answerNewChallenge("alice", code)).isEqualTo(Verdict.APPROVED);

            assertThat(broken.events().happened()).containsExactly("store unavailable", "challenge approved");
            assertThat(seedOf("alice")).isEqualTo(before);
        }

        @Test
        void approvesThoughTheKeyIsGoneMeanwhile() {
            sealer.rotateTo("k2");
            sealer.loseWhenAskedForTheNewest("k1");

            assertThat(verify.answerNewChallenge("alice", code)).isEqualTo(Verdict.APPROVED);

            assertThat(verify.events().happened()).endsWith("seed unavailable", "challenge approved");
            assertThat(seedOf("alice")).isEqualTo(before);
        }

        @Test
        void leavesAloneWhatAnotherHasChangedMeanwhile() {
            sealer.rotateTo("k2");
            Overtaken overtaken = new Overtaken(verify.ports().seeds());

            assertThat(verify.behind(overtaken).answerNewChallenge("alice", code))
                    .isEqualTo(Verdict.APPROVED);

            assertThat(seedOf("alice")).isEqualTo(Overtaken.BY_ANOTHER);
        }
    }

    @Nested
    class InBatches {
        private final List<String> users = List.of("alice", "bob", "carol", "dave", "erin");

        @Test
        void sealAnewUntilNoneIsLeft() {
            List<AuthenticatorApp> apps = users.stream().map(verify::enrollApp).toList();
            sealer.rotateTo("k2");

            Progress first = batch(Optional.empty(), 2);
            Progress second = batch(first.last(), 2);
            Progress third = batch(second.last(), 2);

            assertThat(List.of(first.resealed(), second.resealed(), third.resealed()))
                    .containsExactly(2, 2, 1);
            assertThat(List.of(first.remaining(), second.remaining(), third.remaining()))
                    .containsExactly(OptionalLong.of(3), OptionalLong.empty(), OptionalLong.of(0));
            assertThat(third.last()).isEmpty();
            sealer.lose("k1");
            for (int i = 0; i < users.size(); i++) {
                assertThat(verify.answerNewChallenge(users.get(i), apps.get(i).codeAt(clock.instant())))
                        .isEqualTo(Verdict.APPROVED);
            }
        }

        @Test
        void changeNothingTheSecondTime() {
            users.forEach(verify::enrollApp);
            sealer.rotateTo("k2");
            batch(Optional.empty(), 100);
            List<SealedSeed> renewed =
                    users.stream().map(SeedResealerTest.this::seedOf).toList();

            assertThat(batch(Optional.empty(), 100))
                    .isEqualTo(new Progress(0, 0, OptionalLong.of(0), Optional.empty()));

            assertThat(users.stream().map(SeedResealerTest.this::seedOf)).isEqualTo(renewed);
        }

        @Test
        void goOnFromTheBeginningWhenBrokenOff() {
            users.forEach(verify::enrollApp);
            sealer.rotateTo("k2");
            batch(Optional.empty(), 3);

            assertThat(batch(Optional.empty(), 3)).isEqualTo(new Progress(2, 0, OptionalLong.of(0), Optional.empty()));
        }

        @Test
        void countAndPassThoseThatDoNotOpen() {
            verify.enrollApp("alice");
            verify.enrollApp("bob");
            sealer.rotateTo("k2");
            verify.enrollApp("carol");
            sealer.rotateTo("k3");
            sealer.lose("k1");
            SealedSeed lost = seedOf("alice");
            verify.events().forget();

            Progress progress = batch(Optional.empty(), 100);

            assertThat(progress).isEqualTo(new Progress(1, 2, OptionalLong.of(2), Optional.empty()));
            assertThat(verify.events().happened()).containsExactly("seed unavailable", "seed unavailable");
            assertThat(seedOf("alice")).isEqualTo(lost);
            assertThat(seedOf("carol").text()).startsWith("v1.k3.");
        }

        @Test
        void endThoughNoneOpens() {
            users.forEach(verify::enrollApp);
            sealer.rotateTo("k2");
            sealer.lose("k1");

            Set<FactorId> ends = new HashSet<>();
            int failed = 0;
            Optional<FactorId> after = Optional.empty();
            do {
                Progress progress = batch(after, 2);
                failed += progress.failed();
                after = progress.last();
                assertThat(after.stream().allMatch(ends::add)).isTrue();
            } while (after.isPresent());

            assertThat(failed).isEqualTo(users.size());
        }

        @Test
        void passThoseThatTheStoreRefuses() {
            users.forEach(verify::enrollApp);
            sealer.rotateTo("k2");
            InMemoryVerify broken = verify.behind(new ReadOnly(verify.ports().seeds()));

            assertThat(broken.resealer().batch(REALM, Optional.empty(), 100))
                    .isEqualTo(new Progress(0, 5, OptionalLong.of(5), Optional.empty()));
        }

        @Test
        void leaveAloneWhatAnotherHasChangedMeanwhile() {
            verify.enrollApp("alice");
            sealer.rotateTo("k2");

            verify.behind(new Overtaken(verify.ports().seeds())).resealer().batch(REALM, Optional.empty(), 100);

            assertThat(seedOf("alice")).isEqualTo(Overtaken.BY_ANOTHER);
        }

        @Test
        void leaveOtherRealmsAlone() {
            users.forEach(verify::enrollApp);
            sealer.rotateTo("k2");

            assertThat(verify.resealer().batch("realm-2", Optional.empty(), 100))
                    .isEqualTo(new Progress(0, 0, OptionalLong.of(0), Optional.empty()));
            assertThat(seedOf("alice").text()).startsWith("v1.k1.");
        }

        @Test
        void areRefusedWithoutAnyKey() {
            InMemoryVerify keyless = verify.with(new BrokenStore());

            assertThatExceptionOfType(SeedUnavailableException.class)
                    .isThrownBy(() -> keyless.resealer().batch(REALM, Optional.empty(), 100));
        }

        private Progress batch(Optional<FactorId> after, int size) {
            return verify.resealer().batch(REALM, after, size);
        }
    }

    private SealedSeed seedOf(String user) {
        return verify.engine().factors(verify.service(), user).get(0).binding().seed();
    }

    /** Hostile: somebody else always changes a seed between its reading and its replacement. */
    private static final class Overtaken implements SealedSeeds {
        static final SealedSeed BY_ANOTHER = new SealedSeed("v1.k2.by another");

        private final SealedSeeds real;
        private final List<StoredSeed> asked = new ArrayList<>();

        Overtaken(SealedSeeds real) {
            this.real = real;
        }

        int asked() {
            return asked.size();
        }

        @Override
        public List<StoredSeed> notSealedWith(String realm, String current, Optional<FactorId> after, int most) {
            return real.notSealedWith(realm, current, after, most);
        }

        @Override
        public long countNotSealedWith(String realm, String current) {
            return real.countNotSealedWith(realm, current);
        }

        @Override
        public boolean replace(StoredSeed before, SealedSeed after) {
            asked.add(before);
            real.replace(before, BY_ANOTHER);
            return real.replace(before, after);
        }
    }

    /** Hostile: reads as the real one, but commits nothing. */
    private record ReadOnly(SealedSeeds real) implements SealedSeeds {
        @Override
        public List<StoredSeed> notSealedWith(String realm, String current, Optional<FactorId> after, int most) {
            return real.notSealedWith(realm, current, after, most);
        }

        @Override
        public long countNotSealedWith(String realm, String current) {
            return real.countNotSealedWith(realm, current);
        }

        @Override
        public boolean replace(StoredSeed before, SealedSeed after) {
            throw new StoreUnavailableException(new IllegalStateException("commit failed"));
        }
    }
}
