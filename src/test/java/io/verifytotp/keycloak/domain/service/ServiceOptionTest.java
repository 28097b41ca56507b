package io.verifytotp.keycloak.domain.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceOptionTest {
    @Nested
    class OfNumbers {
        @ParameterizedTest(name = "{0}: {3} in {1} to {2}")
        @CsvSource(delimiter = '|', textBlock = """
                # option               |  min |   max | default
                CODE_LENGTH            |    6 |     8 |       6
                TIME_STEP              |   20 |    60 |      30
                SKEW                   |    0 |     2 |       1
                MAX_FACTORS            |    1 |   100 |       1
                ATTEMPTS_PER_CHALLENGE |    1 |    20 |       5
                LOCK_AFTER             |    1 |    20 |       5
                DISABLE_AFTER          |   20 |   100 |     100
                CHALLENGE_LIFETIME     |   30 |  3600 |     300
                CHALLENGES_PER_HOUR    |    1 |   100 |      50
                CHALLENGES_PER_DAY     |    1 |  1000 |     100
                CHALLENGE_RETENTION    |    1 |  3650 |      30
                PENDING_LIFETIME       |   60 | 86400 |    3600
                """)
        void takesItsRangeAndNamesIt(ServiceOption option, int min, int max, String byDefault) {
            String message = option.label() + " must be a whole number from " + min + " to " + max + ".";

            assertThat(option.defaultValue()).isEqualTo(byDefault);
            assertThat(option.help()).endsWith(" Range: " + min + " to " + max + ".");
            assertThat(problems(option, "" + min, "" + max, byDefault)).isEmpty();
            assertThat(problems(option, "" + (min - 1), "" + (max + 1))).containsExactly(message, message);
        }

        static Stream<Arguments> numbersAndNonsense() {
            List<String> nonsense =
                    List.of("abc", "+6", "6.0", "6,5", "1e1", "0x10", "99999999999999999999", "\uFF16", "6 7", "-1");
            return Arrays.stream(ServiceOption.values())
                    .filter(option -> option.help().contains(" Range: "))
                    .flatMap(option -> nonsense.stream().map(value -> Arguments.of(option, value)));
        }

        @Test
        void takesLeadingZerosUpToNineDigits() {
            assertThat(problems(ServiceOption.TIME_STEP, "000000030")).isEmpty();
            assertThat(problems(ServiceOption.TIME_STEP, "0000000030")).hasSize(1);
        }

        @ParameterizedTest(name = "{0}: {1}")
        @MethodSource("numbersAndNonsense")
        void refusesWhatIsNoWholeNumber(ServiceOption option, String value) {
            assertThat(problems(option, value))
                    .singleElement()
                    .asString()
                    .startsWith(option.label() + " must be a whole number from ");
        }
    }

    @Nested
    class OfTheAlgorithm {
        @Test
        void takesTheThreeNames() {
            assertThat(ServiceOption.ALGORITHM.defaultValue()).isEqualTo("sha1");
            assertThat(ServiceOption.ALGORITHM.choices()).containsExactly("sha1", "sha256", "sha512");
            assertThat(problems(ServiceOption.ALGORITHM, "sha1", "sha256", "sha512"))
                    .isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"SHA1", "HmacSHA1", "sha384", "md5"})
        void refusesOthers(String value) {
            assertThat(problems(ServiceOption.ALGORITHM, value))
                    .containsExactly("Algorithm must be one of sha1, sha256, sha512.");
        }
    }

    @Nested
    class OfTheIssuer {
        @Test
        void takesNamesOfUpTo64Characters() {
            assertThat(problems(ServiceOption.ISSUER, "x", "x".repeat(64), "Owl & Söhne <3", "בנק ינשוף"))
                    .isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"Owl:Bank", ":Owl", "Owl\u0000Bank", "Owl\nBank", "Owl\u0085Bank"})
        void refusesColonsAndControlCharacters(String value) {
            assertThat(problems(ServiceOption.ISSUER, value, "x".repeat(65)))
                    .containsOnly("Issuer must be a text of at most 64 characters without a colon.")
                    .hasSize(2);
        }
    }

    @Nested
    class OfTheImage {
        private static final String MESSAGE =
                "Image URL must be an absolute https address of at most 256 characters, or empty.";

        @Test
        void takesHttpsAddressesOfUpTo256Characters() {
            String longest = "https://x.org/" + "a".repeat(256 - 14);

            assertThat(problems(ServiceOption.IMAGE, "https://x.org/owl.png?a=b&c=%20", longest))
                    .isEmpty();
            assertThat(problems(ServiceOption.IMAGE, longest + "a")).containsExactly(MESSAGE);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "http://x.org/owl.png",
                    "//x.org/owl.png",
                    "/owl.png",
                    "owl.png",
                    "https:owl.png",
                    "https:///owl.png",
                    "https://",
                    "https://eve:secret@x.org/owl.png",
                    "https://x.org/an owl.png",
                    "https://x.org/\"onload=alert(1)",
                    "javascript:alert(1)",
                    "data:image/png;base64,AAAA",
                    "file:///etc/passwd"
                })
        void refusesOthers(String value) {
            assertThat(problems(ServiceOption.IMAGE, value)).containsExactly(MESSAGE);
        }
    }

    @Nested
    class OfAnyKind {
        @ParameterizedTest
        @EnumSource
        void isExplained(ServiceOption option) {
            assertThat(option.label()).isNotBlank();
            assertThat(option.help()).isNotBlank().doesNotContain("\n").doesNotContain("  ");
        }

        @ParameterizedTest
        @EnumSource
        void hasADefaultThatItTakes(ServiceOption option) {
            assertThat(option.problemWith(option.defaultValue(), ServiceOptions.Ranges.CONSOLE))
                    .isEmpty();
        }

        @Test
        void hasItsOwnKeyAndLabel() {
            List<ServiceOption> all = List.of(ServiceOption.values());

            assertThat(new HashSet<>(all.stream().map(ServiceOption::key).toList()))
                    .hasSameSizeAs(all);
            assertThat(new HashSet<>(all.stream().map(ServiceOption::label).toList()))
                    .hasSameSizeAs(all);
        }
    }

    private static List<String> problems(ServiceOption option, String... values) {
        return Arrays.stream(values)
                .flatMap(value -> new ServiceOptions(with(option, value)).problems().stream())
                .peek(problem -> assertThat(problem.option()).isEqualTo(option))
                .map(ServiceOptions.Problem::message)
                .toList();
    }

    /** The option alone, but for the one that it is compared with. */
    private static Map<String, String> with(ServiceOption option, String value) {
        return option == ServiceOption.CHALLENGES_PER_DAY
                ? Map.of(option.key(), value, ServiceOption.CHALLENGES_PER_HOUR.key(), "1")
                : Map.of(option.key(), value);
    }
}
