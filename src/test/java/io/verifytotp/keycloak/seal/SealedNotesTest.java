package io.verifytotp.keycloak.seal;

import static io.verifytotp.keycloak.seal.Keys.key;
import static io.verifytotp.keycloak.seal.Keys.ring;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.verifytotp.keycloak.domain.factor.DeviceLabel;
import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.SealedNotes;
import io.verifytotp.keycloak.domain.factor.SealedSeed;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.SeedUnavailableException;
import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.totp.HashAlgorithm;
import io.verifytotp.keycloak.totp.Seed;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The notes of pending factors, sealed by {@link AesGcmSeedSealer}. */
class SealedNotesTest {
    private static final EntityKey OWNER = owner("realm-1", "user-1");
    private static final FactorId FACTOR = FactorId.random();

    private final SecureRandom random = new SecureRandom();
    private final KeyRing ring = ring("k2:" + key(2), "k1:" + key(1));
    private final AesGcmSeedSealer sealer = new AesGcmSeedSealer(() -> ring, random);
    private final FactorNotes notes = new FactorNotes("Alice's phone", Optional.of("{\"who\":\"Alice\"}"));
    private final SealedNotes sealed = sealer.seal(OWNER, FACTOR, notes);

    @Nested
    class Opened {
        @ParameterizedTest
        @ValueSource(strings = {"", "Phone", "Ärger & Söhne 🦉", "טלפון"})
        void areTheSame(String name) {
            for (FactorNotes each : Set.of(
                    FactorNotes.NONE.named(name),
                    new FactorNotes(name, Optional.of("{}")),
                    new FactorNotes(name, Optional.of("{\n \"ü\": \"\\u0000🦉\"\n}\n")))) {
                assertThat(sealer.open(OWNER, FACTOR, sealer.seal(OWNER, FACTOR, each)))
                        .isEqualTo(each);
            }
        }

        @Test
        void areTheSameWithAnOlderKey() {
            SealedNotes old = new AesGcmSeedSealer(() -> ring("k1:" + key(1)), random).seal(OWNER, FACTOR, notes);

            assertThat(old.text()).startsWith("v1.k1.");
            assertThat(sealer.open(OWNER, FACTOR, old)).isEqualTo(notes);
        }
    }

    @Nested
    class Kept {
        @Test
        void printNothing() {
            assertThat(sealed.text()).matches("v1\\.k2\\.[A-Za-z0-9_-]+").doesNotContain("Alice");
            assertThat(sealed).hasToString("SealedNotes[…]");
        }

        @Test
        void haveANonceOfTheirOwnEachTime() {
            Set<String> texts = new HashSet<>();
            for (int i = 0; i < 1000; i++) {
                texts.add(sealer.seal(OWNER, FACTOR, notes).text());
            }

            assertThat(texts).hasSize(1000);
        }

        /** The longest name, as much metadata as the API takes, and the longest id of a key. */
        @ParameterizedTest
        @ValueSource(strings = {"x", "ü", "電", "🦉"})
        void fitTheirColumnInEveryScript(String character) {
            String name = character.repeat(DeviceLabel.MAX_LENGTH / character.length());
            FactorNotes longest = new FactorNotes(name, Optional.of("x".repeat(2560)));
            AesGcmSeedSealer longKeyId = new AesGcmSeedSealer(() -> ring("k".repeat(32) + ":" + key(2)), random);

            assertThat(longKeyId.seal(OWNER, FACTOR, longest).text()).hasSizeLessThanOrEqualTo(4000);
        }

        @Test
        void fitTheirColumnAsTheLongestSeedDoes() {
            AesGcmSeedSealer longKeyId = new AesGcmSeedSealer(() -> ring("k".repeat(32) + ":" + key(2)), random);
            Seed longest = Seed.of(new byte[Seed.MAX_BYTES]);

            assertThat(longKeyId.seal(OWNER, FACTOR, longest).text()).hasSizeLessThanOrEqualTo(512);
        }
    }

    @Nested
    class InAnotherPlace {
        @Test
        void doNotOpen() {
            assertRefused(owner("realm-1", "user-2"), FACTOR, sealed);
            assertRefused(owner("realm-2", "user-1"), FACTOR, sealed);
            assertRefused(OWNER, FactorId.random(), sealed);
        }

        @Test
        void neverOpenAsASeed() {
            FactorNotes asLongAsASeed = FactorNotes.NONE.named("x".repeat(20));
            SealedNotes other = sealer.seal(OWNER, FACTOR, asLongAsASeed);

            assertThatExceptionOfType(SeedUnavailableException.class)
                    .isThrownBy(() -> sealer.open(OWNER, FACTOR, new SealedSeed(other.text())));
        }

        @Test
        void areNeverASeed() {
            Seed seed = Seed.random(HashAlgorithm.SHA1, random);

            assertRefused(
                    OWNER,
                    FACTOR,
                    new SealedNotes(sealer.seal(OWNER, FACTOR, seed).text()));
        }

        /** The word that marks notes must not be had by choosing an owner or a factor. */
        @Test
        void areNotToldFromSeedsByWhereTheyBelong() {
            Seed seed = Seed.random(HashAlgorithm.SHA1, random);
            EntityKey tricky = owner("realm-1", "user-1" + FACTOR.value() + "notes");

            assertRefused(
                    tricky,
                    FACTOR,
                    new SealedNotes(sealer.seal(OWNER, FACTOR, seed).text()));
            assertRefused(
                    OWNER,
                    FACTOR,
                    new SealedNotes(sealer.seal(tricky, FACTOR, seed).text()));
        }
    }

    @Nested
    class Tampered {
        private final String[] texts = {
            sealed.text() + "A",
            sealed.text().substring(0, sealed.text().length() - 2),
            sealed.text().replaceFirst("k2", "k1"),
            sealed.text().replaceFirst("k2", "k3"),
            sealed.text().replaceFirst("v1", "v2"),
            ""
        };

        @Test
        void doNotOpen() {
            for (String text : texts) {
                assertRefused(OWNER, FACTOR, new SealedNotes(text));
            }
        }

        @Test
        void areReportedWithoutWhatTheyHold() {
            String body = sealed.text().substring(sealed.text().lastIndexOf('.') + 1);
            for (String text : texts) {
                StringWriter trace = new StringWriter();
                try {
                    sealer.open(OWNER, FACTOR, new SealedNotes(text));
                } catch (SeedUnavailableException e) {
                    e.printStackTrace(new PrintWriter(trace, true));
                }

                assertThat(trace.toString())
                        .contains("SeedUnavailableException")
                        .doesNotContain("Alice")
                        .doesNotContain(body.substring(0, 40));
            }
        }
    }

    private static EntityKey owner(String realm, String user) {
        return new EntityKey(realm, ServiceId.defaultOf("realm-1"), user);
    }

    private void assertRefused(EntityKey owner, FactorId factor, SealedNotes each) {
        assertThatExceptionOfType(SeedUnavailableException.class).isThrownBy(() -> sealer.open(owner, factor, each));
    }
}
