package io.verifytotp.keycloak.totp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Locale;
import org.apache.commons.codec.binary.Base32;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Seeds that other systems export: {@link Seed#ofBase32}. */
class ImportedSeedTest {
    private static final String RFC = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    @Nested
    class InBase32 {
        /** RFC 4648 §10, behind 15 zero bytes (24 times A) because a seed has a least length. */
        @ParameterizedTest(name = "{1}: {0}")
        @CsvSource({
            "f, MY======",
            "fo, MZXQ====",
            "foo, MZXW6===",
            "foob, MZXW6YQ=",
            "fooba, MZXW6YTB",
            "foobar, MZXW6YTBOI======"
        })
        void isThatOfRfc4648WithAndWithoutPadding(String text, String base32) {
            String padded = "A".repeat(24) + base32;

            assertThat(imported(padded)).isEqualTo(bytes("\0".repeat(15) + text));
            assertThat(imported(padded.replace("=", ""))).isEqualTo(bytes("\0".repeat(15) + text));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    RFC,
                    "gezdgnbvgy3tqojqgezdgnbvgy3tqojq",
                    "GezdGnbvGy3tQojqGezdGnbvGy3tQojq",
                    "gezd gnbv gy3t qojq gezd gnbv gy3t qojq",
                    "GEZD-GNBV-GY3T-QOJQ-GEZD-GNBV-GY3T-QOJQ",
                    "  GEZDGNBVGY3TQOJQ\tGEZDGNBVGY3TQOJQ\r\n",
                    "GEZDGNBVGY3TQOJQ - GEZDGNBVGY3TQOJQ"
                })
        void isTheSameInEveryNotation(String notation) {
            assertThat(imported(notation)).isEqualTo(bytes("12345678901234567890"));
        }

        @Test
        void isWhatItExposes() {
            SecureRandom random = new SecureRandom();
            for (int length = Seed.MIN_BYTES; length <= Seed.MAX_BYTES; length++) {
                byte[] bytes = new byte[length];
                random.nextBytes(bytes);

                assertThat(imported(Seed.of(bytes).exposeBase32())).isEqualTo(bytes);
                assertThat(imported(new Base32().encodeAsString(bytes).toLowerCase(Locale.ROOT)))
                        .isEqualTo(bytes);
            }
        }

        @Test
        void isPaddedBehindSeparatorsToo() {
            assertThat(imported("GEZD GNBV GY3T QOJQ GEZD GNBV GY == ====")).hasSize(16);
        }
    }

    @Nested
    class RefusedForItsCharacters {
        @ParameterizedTest
        @ValueSource(strings = {"0", "1", "8", "9", "=", "+", "/", ".", "_", ":", "%", "\u0000", "\u00A0", "\u200B"})
        void isEveryOtherOne(String character) {
            assertThat(Seed.ofBase32("GEZDGNBV" + character + "GY3TQOJQGEZDGNBVGY3TQOJ"))
                    .isEmpty();
        }

        /** Their capitals would be I, S and SS, Å, and the digits of another script. */
        @ParameterizedTest
        @ValueSource(strings = {"ı", "ſ", "ß", "ﬀ", "å", "Ａ", "ａ", "２", "٢", "\uD83E\uDD89"})
        void isEveryOneThatOnlyLooksAlike(String character) {
            assertThat(Seed.ofBase32(character.repeat(32))).isEmpty();
            assertThat(Seed.ofBase32(RFC.substring(1) + character)).isEmpty();
            assertThat(Seed.ofBase32(RFC + character)).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "-", "======", " - =", "\n"})
        void isATextWithoutAny(String text) {
            assertThat(Seed.ofBase32(text)).isEmpty();
        }

        @Test
        void isPaddingBeforeTheEndOrTooMuchOfIt() {
            assertThat(Seed.ofBase32("======" + RFC)).isEmpty();
            assertThat(Seed.ofBase32("GEZDGNBVGY3TQOJQGEZDGNBVGY======" + "GEZDGNBV"))
                    .isEmpty();
            assertThat(Seed.ofBase32(RFC + "=======")).isEmpty();
        }
    }

    @Nested
    class RefusedForItsLength {
        /** 1, 3 or 6 characters after whole groups of eight leave part of a byte (RFC 4648 §6). */
        @ParameterizedTest(name = "{0} more characters: {1}")
        @CsvSource({"0, true", "1, false", "2, true", "3, false", "4, true", "5, true", "6, false", "7, true"})
        void isNoWholeNumberOfBytes(int more, boolean taken) {
            assertThat(Seed.ofBase32(RFC + "A".repeat(more)).isPresent()).isEqualTo(taken);
        }

        @ParameterizedTest(name = "{0} bytes: {1}")
        @CsvSource({"1, false", "10, false", "15, false", "16, true", "20, true", "64, true", "128, true"})
        void isOneOfFewerThan16Bytes(int length, boolean taken) {
            assertThat(Seed.ofBase32(new Base32().encodeAsString(new byte[length]))
                            .isPresent())
                    .isEqualTo(taken);
        }

        @ParameterizedTest
        @ValueSource(ints = {129, 160, 256, 10_000, 5_000_000})
        void isOneOfMoreThan128Bytes(int length) {
            assertThat(Seed.ofBase32(new Base32().encodeAsString(new byte[length])))
                    .isEmpty();
        }

        @Test
        void isAVeryLongTextWithoutAnythingInIt() {
            assertThat(Seed.ofBase32(" ".repeat(10_000_000))).isEmpty();
            assertThat(Seed.ofBase32("=".repeat(10_000_000))).isEmpty();
            assertThat(Seed.ofBase32("A".repeat(511) + "!")).isEmpty();
        }

        @Test
        void isATextOfMoreThan512CharactersWhateverIsInIt() {
            assertThat(Seed.ofBase32(RFC + " ".repeat(512 - RFC.length()))).isPresent();
            assertThat(Seed.ofBase32(RFC + " ".repeat(513 - RFC.length()))).isEmpty();
        }
    }

    @Nested
    class Compared {
        @Test
        void isTheSameByItsBytes() {
            Seed seed = Seed.ofBase32(RFC).orElseThrow();

            assertThat(seed.sameAs(Seed.ofBase32(RFC.toLowerCase(Locale.ROOT)).orElseThrow()))
                    .isTrue();
            assertThat(seed.sameAs(Seeds.rfc())).isTrue();
            assertThat(seed.sameAs(Seeds.ofText("12345678901234567891"))).isFalse();
            assertThat(seed.sameAs(Seeds.ofText("1234567890123456789"))).isFalse();
            assertThat(seed.sameAs(Seeds.rfc(HashAlgorithm.SHA256))).isFalse();
        }

        @Test
        void isTheSameWhateverTheBitsBehindItsLastByte() {
            Seed clean = Seed.ofBase32("A".repeat(25) + "A").orElseThrow();
            Seed stray = Seed.ofBase32("A".repeat(25) + "B").orElseThrow();

            assertThat(clean.sameAs(stray)).isTrue();
        }
    }

    private static byte[] imported(String base32) {
        return Seed.ofBase32(base32).orElseThrow().expose();
    }

    private static byte[] bytes(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }
}
