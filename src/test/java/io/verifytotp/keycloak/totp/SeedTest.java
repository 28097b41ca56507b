package io.verifytotp.keycloak.totp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SeedTest {
    @Nested
    class MadeAtRandom {
        @ParameterizedTest(name = "{0}: {1} bytes, {2} characters of Base32")
        @CsvSource({"SHA1, 20, 32", "SHA256, 32, 52", "SHA512, 64, 103"})
        void isAsLongAsTheMac(HashAlgorithm algorithm, int bytes, int characters) {
            Seed seed = Seed.random(algorithm, new SecureRandom());

            assertThat(seed.expose()).hasSize(bytes);
            assertThat(seed.exposeBase32()).hasSize(characters);
        }

        @Test
        void isDifferentEachTime() {
            SecureRandom random = new SecureRandom();
            Set<String> seeds = new HashSet<>();

            for (int i = 0; i < 100_000; i++) {
                seeds.add(Seed.random(HashAlgorithm.SHA1, random).exposeBase32());
            }

            assertThat(seeds).hasSize(100_000);
        }

        @Test
        void isAllFromTheGivenSource() {
            Seed seed = Seed.random(HashAlgorithm.SHA256, new CountingRandom());

            assertThat(seed.expose()).startsWith(1, 2, 3).endsWith(30, 31, 32);
        }
    }

    @Nested
    class OfGivenBytes {
        @Test
        void needsAtLeast128Bits() {
            assertThat(Seed.of(new byte[16]).expose()).hasSize(16);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Seed.of(new byte[15]))
                    .withMessage("a seed needs at least 16 bytes, got 15");
            assertThatIllegalArgumentException().isThrownBy(() -> Seed.of(new byte[0]));
        }

        @Test
        void isNotChangedThroughTheArrayItWasMadeOf() {
            byte[] bytes = new byte[20];
            Seed seed = Seed.of(bytes);

            Arrays.fill(bytes, (byte) 7);

            assertThat(seed.expose()).containsOnly(0);
        }

        @Test
        void isNotChangedThroughTheArrayItGives() {
            Seed seed = Seed.of(new byte[20]);

            Arrays.fill(seed.expose(), (byte) 7);

            assertThat(seed.expose()).containsOnly(0);
        }
    }

    @Nested
    class InBase32 {
        @Test
        void isTheSecretThatAppsKnowForTheRfcSeed() {
            assertThat(Seeds.rfc().exposeBase32()).isEqualTo("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        }

        /** RFC 4648 §10, behind 15 zero bytes (24 times A) because a seed has a least length; padding left out. */
        @ParameterizedTest(name = "{0}: {1}")
        @CsvSource({"f, MY", "fo, MZXQ", "foo, MZXW6", "foob, MZXW6YQ", "fooba, MZXW6YTB", "foobar, MZXW6YTBOI"})
        void isThatOfRfc4648WithoutPadding(String text, String base32) {
            Seed seed = Seeds.ofText("\0".repeat(15) + text);

            assertThat(seed.exposeBase32()).isEqualTo("A".repeat(24) + base32);
        }

        @ParameterizedTest
        @EnumSource
        void hasOnlyCapitalsAndTheDigits2To7(HashAlgorithm algorithm) {
            SecureRandom random = new SecureRandom();

            for (int i = 0; i < 1000; i++) {
                assertThat(Seed.random(algorithm, random).exposeBase32()).matches("[A-Z2-7]+");
            }
        }
    }

    @Nested
    class Printed {
        @Test
        void printsNothingButItsLength() {
            assertThat(Seeds.rfc(HashAlgorithm.SHA1)).hasToString("Seed[160 bits]");
            assertThat(Seeds.rfc(HashAlgorithm.SHA256)).hasToString("Seed[256 bits]");
            assertThat(Seeds.rfc(HashAlgorithm.SHA512)).hasToString("Seed[512 bits]");
        }

        @Test
        void isNotComparedByContent() {
            assertThat(Seeds.rfc()).isNotEqualTo(Seeds.rfc());
        }
    }

    /** Not random at all: the bytes 1, 2, 3 and so on. */
    private static final class CountingRandom extends SecureRandom {
        @Override
        public void nextBytes(byte[] bytes) {
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (i + 1);
            }
        }
    }
}
