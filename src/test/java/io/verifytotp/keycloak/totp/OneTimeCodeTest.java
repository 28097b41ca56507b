package io.verifytotp.keycloak.totp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class OneTimeCodeTest {
    private static final OneTimeCode CODE = OneTimeCode.of(123_456, 6);

    @Nested
    class OfOneCodeInManyNotations {
        static Stream<Arguments> notations() {
            return Stream.of(
                    Arguments.of("plain", "123456"),
                    Arguments.of("space in the middle", "123 456"),
                    Arguments.of("spaces everywhere", "  1 2 3 4 5 6  "),
                    Arguments.of("tab", "123\t456"),
                    Arguments.of("line breaks", "123456\r\n"),
                    Arguments.of("no-break space U+00A0", "123\u00A0456"),
                    Arguments.of("thin space U+2009", "123\u2009456"),
                    Arguments.of("narrow no-break space U+202F", "123\u202F456"),
                    Arguments.of("ideographic space U+3000", "123\u3000456"),
                    Arguments.of("zero-width space U+200B", "123\u200B456"),
                    Arguments.of("byte order mark U+FEFF", "\uFEFF123456"),
                    Arguments.of("right-to-left mark U+200F", "\u200F123456"),
                    Arguments.of("soft hyphen U+00AD", "123\u00AD456"),
                    Arguments.of("hyphen", "123-456"),
                    Arguments.of("non-breaking hyphen U+2011", "123\u2011456"),
                    Arguments.of("en dash U+2013", "123\u2013456"),
                    Arguments.of("full-width digits", "\uFF11\uFF12\uFF13\uFF14\uFF15\uFF16"),
                    Arguments.of("Arabic-Indic digits", "\u0661\u0662\u0663\u0664\u0665\u0666"),
                    Arguments.of("Persian digits", "\u06F1\u06F2\u06F3\u06F4\u06F5\u06F6"),
                    Arguments.of("Devanagari digits", "\u0967\u0968\u0969\u096A\u096B\u096C"),
                    Arguments.of("mathematical bold digits", mathematical("123456")),
                    Arguments.of("digits of several scripts", "1\uFF12\u0663\u096A56"));
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("notations")
        void isTheSameCode(String notation, String typed) {
            assertThat(OneTimeCode.parse(typed, 6))
                    .as(notation)
                    .hasValueSatisfying(code -> assertThat(code.sameAs(CODE)).isTrue());
        }

        @Test
        void longestInputThatIsLookedAtHas64Characters() {
            assertThat(OneTimeCode.parse("123456" + " ".repeat(58), 6)).isPresent();
            assertThat(OneTimeCode.parse("123456" + " ".repeat(59), 6)).isEmpty();
        }

        private static String mathematical(String digits) {
            StringBuilder text = new StringBuilder();
            digits.chars().forEach(c -> text.appendCodePoint(0x1D7CE + c - '0'));
            return text.toString();
        }
    }

    @Nested
    class OfWhatIsNoCode {
        @ParameterizedTest
        @NullAndEmptySource
        @ValueSource(
                strings = {
                    " ",
                    "-",
                    "------",
                    "12345",
                    "1234567",
                    "+12345",
                    "+123456",
                    "12345a",
                    "1234a",
                    "abcdef",
                    "0x1234",
                    "12.345",
                    "1,2345",
                    "123456.0",
                    "1e5000",
                    "12345\u0000",
                    "123456\u0000",
                    "\u0000123456",
                    "12345\u0301",
                    "12345\u2460",
                    "\u00B9\u00B2\u00B3\u2074\u2075\u2076",
                    "\u2081\u2082\u2083\u2084\u2085\u2086",
                    "\u2160\u2161\u2162\u2163\u2164\u2165",
                    "\uD83E\uDD8923456",
                    "12345\uD835"
                })
        void isEmpty(String typed) {
            assertThat(OneTimeCode.parse(typed, 6)).isEmpty();
        }

        @Test
        void isEmptyForTwoHundredDigits() {
            assertThat(OneTimeCode.parse("1".repeat(200), 6)).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(ints = {-1, 0, 1, 2, 9, 10, 20})
        void isEmptyForALengthThatNoFactorHas(int length) {
            assertThat(OneTimeCode.parse("1".repeat(Math.max(length, 0)), length))
                    .isEmpty();
        }

        @Test
        void isEmptyForAnotherLength() {
            for (int length = 3; length <= 8; length++) {
                assertThat(OneTimeCode.parse("1".repeat(length - 1), length)).isEmpty();
                assertThat(OneTimeCode.parse("1".repeat(length), length)).isPresent();
                assertThat(OneTimeCode.parse("1".repeat(length + 1), length)).isEmpty();
            }
        }
    }

    @Nested
    class OfAnyLength {
        @ParameterizedTest
        @ValueSource(strings = {"123", "123 456", " 1-2-3-4-5-6-7-8 ", "\uFF11\uFF12\uFF13\uFF14"})
        void looksLikeACode(String typed) {
            assertThat(OneTimeCode.looksLikeACode(typed)).isTrue();
        }

        @ParameterizedTest
        @NullAndEmptySource
        @ValueSource(strings = {" ", "12", "123456789", "12345a", "+123456", "12.345"})
        void doesNotLookLikeACode(String typed) {
            assertThat(OneTimeCode.looksLikeACode(typed)).isFalse();
        }

        @Test
        void doesNotLookLikeACodeBeyond64Characters() {
            assertThat(OneTimeCode.looksLikeACode("123456" + " ".repeat(58))).isTrue();
            assertThat(OneTimeCode.looksLikeACode("123456" + " ".repeat(59))).isFalse();
        }
    }

    @Nested
    class Compared {
        @Test
        void isAnotherCodeIfAnyDigitDiffers() {
            for (String other : new String[] {"023456", "123450", "123356", "654321"}) {
                assertThat(OneTimeCode.parse(other, other.length())
                                .orElseThrow()
                                .sameAs(CODE))
                        .as(other)
                        .isFalse();
            }
        }

        @Test
        void leadingZerosCount() {
            OneTimeCode code = OneTimeCode.parse("000087", 6).orElseThrow();

            assertThat(code.sameAs(OneTimeCode.of(87, 6))).isTrue();
            assertThat(code.sameAs(OneTimeCode.of(87, 2))).isFalse();
            assertThat(code.expose()).isEqualTo("000087");
        }
    }

    @Nested
    class Printed {
        @Test
        void printsNothingButItsLength() {
            Optional<OneTimeCode> code = OneTimeCode.parse("987 321", 6);

            assertThat(code).hasToString("Optional[OneTimeCode[6 digits]]");
        }
    }
}
