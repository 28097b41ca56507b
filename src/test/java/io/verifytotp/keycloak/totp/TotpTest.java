package io.verifytotp.keycloak.totp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {
    private static final Duration PERIOD = Duration.ofSeconds(30);

    @Nested
    class Rfc6238AppendixB {
        @ParameterizedTest(name = "{3} at {0} s: {2}")
        @CsvSource(delimiter = '|', textBlock = """
                # time sec   | value of T (hex) | TOTP     | mode
                          59 | 0000000000000001 | 94287082 | SHA1
                          59 | 0000000000000001 | 46119246 | SHA256
                          59 | 0000000000000001 | 90693936 | SHA512
                  1111111109 | 00000000023523EC | 07081804 | SHA1
                  1111111109 | 00000000023523EC | 68084774 | SHA256
                  1111111109 | 00000000023523EC | 25091201 | SHA512
                  1111111111 | 00000000023523ED | 14050471 | SHA1
                  1111111111 | 00000000023523ED | 67062674 | SHA256
                  1111111111 | 00000000023523ED | 99943326 | SHA512
                  1234567890 | 000000000273EF07 | 89005924 | SHA1
                  1234567890 | 000000000273EF07 | 91819424 | SHA256
                  1234567890 | 000000000273EF07 | 93441116 | SHA512
                  2000000000 | 0000000003F940AA | 69279037 | SHA1
                  2000000000 | 0000000003F940AA | 90698825 | SHA256
                  2000000000 | 0000000003F940AA | 38618901 | SHA512
                 20000000000 | 0000000027BC86AA | 65353130 | SHA1
                 20000000000 | 0000000027BC86AA | 77737706 | SHA256
                 20000000000 | 0000000027BC86AA | 47863826 | SHA512
                """)
        void codeIsFoundInItsStep(long seconds, String stepInHex, String code, HashAlgorithm algorithm) {
            Optional<TimeStep> step = find(algorithm, 8, Seeds.rfc(algorithm), code, at(seconds));

            assertThat(step).contains(new TimeStep(Long.parseUnsignedLong(stepInHex, 16)));
        }

        @ParameterizedTest(name = "{0}: {1}")
        @CsvSource({"SHA256, 32247374", "SHA512, 69342147"})
        void codesOfTheShortSeedThatTheTextNamesAreRefused(HashAlgorithm algorithm, String code) {
            Optional<TimeStep> ofTheRightSeed = find(algorithm, 8, Seeds.rfc(algorithm), code, at(59));
            Optional<TimeStep> ofTheShortSeed = find(algorithm, 8, Seeds.rfc(), code, at(59));

            assertThat(ofTheRightSeed).isEmpty();
            assertThat(ofTheShortSeed).contains(new TimeStep(1));
        }
    }

    @Nested
    class Rfc4226AppendixD {
        /** The decimal column of the appendix's second table; a code is as many of its last digits as wanted. */
        @ParameterizedTest(name = "count {0}: {2}")
        @CsvSource(delimiter = '|', textBlock = """
                # count | decimal    | HOTP
                      0 | 1284755224 | 755224
                      1 | 1094287082 | 287082
                      2 |  137359152 | 359152
                      3 | 1726969429 | 969429
                      4 | 1640338314 | 338314
                      5 |  868254676 | 254676
                      6 | 1918287922 | 287922
                      7 |   82162583 | 162583
                      8 |  673399871 | 399871
                      9 |  645520489 | 520489
                """)
        void codeIsFoundForItsCount(long count, String decimal, String hotp) {
            StepWindow window = new StepWindow(new TimeStep(count), 0);

            assertThat(find(HashAlgorithm.SHA1, 6, Seeds.rfc(), hotp, window)).contains(new TimeStep(count));
            for (int digits = 3; digits <= 8; digits++) {
                String code = decimal.substring(decimal.length() - digits);
                assertThat(find(HashAlgorithm.SHA1, digits, Seeds.rfc(), code, window))
                        .as("%s digits", digits)
                        .contains(new TimeStep(count));
            }
        }
    }

    /** Recomputed with an independent implementation; seed as in RFC 4226, SHA-1. */
    @Nested
    class BeyondTheRfcs {
        @ParameterizedTest(name = "{2} at {0} s")
        @CsvSource(delimiter = '|', textBlock = """
                # time sec     | T          | code     | what it would catch
                    2147483648 |   71582788 | 24703886 | seconds in a signed 32-bit number (the year 2038)
                    4294967296 |  143165576 | 59791428 | seconds in an unsigned 32-bit number
                  128849018880 | 4294967296 | 55999456 | T = 2^32: a 32-bit counter
                  128849018910 | 4294967297 | 39108930 | T = 2^32 + 1: a 32-bit counter
                    1111111109 |   37037036 |   081804 | a lost leading zero
                    1234567890 |   41152263 |   005924 | two lost leading zeros
                    1700027040 |   56667568 |   000087 | four lost leading zeros
                    1700000130 |   56666671 |   398930 | truncation at offset 0, high bit set
                    1700000640 |   56666688 |   157659 | truncation at offset 15, high bit set
                """)
        void codeIsFoundInItsStep(long seconds, long step, String code, String catches) {
            Optional<TimeStep> found = find(HashAlgorithm.SHA1, code.length(), Seeds.rfc(), code, at(seconds));

            assertThat(found).as(catches).contains(new TimeStep(step));
        }

        @Test
        void codeHasAsciiDigitsWhateverTheServersLanguage() {
            Locale before = Locale.getDefault();
            try {
                Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));

                assertThat(find(HashAlgorithm.SHA1, 6, Seeds.rfc(), "005924", at(1234567890)))
                        .isPresent();
            } finally {
                Locale.setDefault(before);
            }
        }
    }

    private static StepWindow at(long seconds) {
        return new StepWindow(TimeStep.at(Instant.ofEpochSecond(seconds), PERIOD), 0);
    }

    private static Optional<TimeStep> find(
            HashAlgorithm algorithm, int digits, Seed seed, String code, StepWindow window) {
        Totp totp = new Totp(new TotpParameters(algorithm, digits, PERIOD));
        return totp.findStep(seed, OneTimeCode.parse(code, digits).orElseThrow(), window);
    }
}
