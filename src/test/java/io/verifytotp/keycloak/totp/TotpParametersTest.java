package io.verifytotp.keycloak.totp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TotpParametersTest {
    private static final Duration PERIOD = Duration.ofSeconds(30);

    @Nested
    class WithinTheirRange {
        @ParameterizedTest
        @ValueSource(ints = {3, 4, 5, 6, 7, 8})
        void anyNumberOfDigitsIsTaken(int digits) {
            assertThat(new TotpParameters(HashAlgorithm.SHA1, digits, PERIOD).digits())
                    .isEqualTo(digits);
        }

        @ParameterizedTest
        @ValueSource(ints = {20, 21, 30, 59, 60})
        void anyWholePeriodIsTaken(int seconds) {
            Duration period = Duration.ofSeconds(seconds);

            assertThat(new TotpParameters(HashAlgorithm.SHA1, 6, period).period())
                    .isEqualTo(period);
        }
    }

    @Nested
    class OutsideTheirRange {
        @ParameterizedTest
        @ValueSource(ints = {Integer.MIN_VALUE, -6, 0, 2, 9, 10, Integer.MAX_VALUE})
        void digitsAreRefusedByName(int digits) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new TotpParameters(HashAlgorithm.SHA1, digits, PERIOD))
                    .withMessage("digits must be 3..8, got " + digits);
        }

        @ParameterizedTest
        @ValueSource(strings = {"PT0S", "PT-30S", "PT19S", "PT19.999999999S", "PT30.5S", "PT60.000000001S", "PT61S"})
        void periodsAreRefusedByName(Duration period) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new TotpParameters(HashAlgorithm.SHA1, 6, period))
                    .withMessageStartingWith("period must be 20..60 whole seconds, got ");
        }
    }

    @Nested
    class OfAnAlgorithm {
        @ParameterizedTest(name = "{0}: {1} in settings, {2} in the URI, MAC of {3} bytes")
        @CsvSource({"SHA1, sha1, SHA1, 20", "SHA256, sha256, SHA256, 32", "SHA512, sha512, SHA512, 64"})
        void namesAndLengthAreFixed(HashAlgorithm algorithm, String configName, String uriName, int macLength) {
            assertThat(algorithm.configName()).isEqualTo(configName);
            assertThat(algorithm.uriName()).isEqualTo(uriName);
            assertThat(algorithm.macLength()).isEqualTo(macLength);
            assertThat(HashAlgorithm.ofConfigName(configName)).contains(algorithm);
        }

        @ParameterizedTest
        @NullSource
        @ValueSource(strings = {"", "SHA1", "sha-1", "sha384", "md5", " sha1"})
        void otherNamesAreUnknown(String name) {
            assertThat(HashAlgorithm.ofConfigName(name)).isEmpty();
        }
    }
}
