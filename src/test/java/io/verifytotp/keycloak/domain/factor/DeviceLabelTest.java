package io.verifytotp.keycloak.domain.factor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceLabelTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "My phone",
                "  My phone  ",
                "My \t  phone",
                "My\r\nphone",
                "My\u0000phone\u0007",
                "My\u0085phone",
                "My\u00A0phone",
                "\u2003My\u2003\u2003phone",
                "My\u2028phone",
            })
    void isOneLineWithoutControlCharactersAndRunsOfSpaces(String typed) {
        assertThat(DeviceLabel.normalise(typed)).isEqualTo("My phone");
    }

    /** They change the order in which a list is read, or make two names that look alike. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u202AMy phone\u202C",
                "\u202BMy phone",
                "My\u202D phone",
                "My phone\u202E",
                "\u2066My phone\u2069",
                "\u2067My\u2068 phone",
                "\u200EMy phone\u200F",
                "\u061CMy phone",
                "M\u200By\u200C phon\u200De",
                "My\u2060 phone\uFEFF",
                "My pho\u00ADne",
                "My \u202E phone",
                "My phone\uDB40\uDC01",
            })
    void hasNoInvisibleFormatCharacters(String typed) {
        assertThat(DeviceLabel.normalise(typed)).isEqualTo("My phone");
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"\u200B", "\u202E \u200F", "   ", "\t\n", "\u0000", "\u00A0"})
    void isEmptyWhereNothingIsLeft(String typed) {
        assertThat(DeviceLabel.normalise(typed)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ärger & Söhne", "<b>phone</b>", "🦉", "טלפון", "❤\uFE0F", "\u0600١"})
    void keepsEveryOtherCharacter(String typed) {
        assertThat(DeviceLabel.normalise(typed)).isEqualTo(typed);
    }

    @Nested
    class Free {
        @Test
        void isTheLabelItselfWhereNobodyHasIt() {
            assertThat(DeviceLabel.free("Phone", Set.of())).isEqualTo("Phone");
            assertThat(DeviceLabel.free("Phone", Set.of("Tablet", "Phone (2)"))).isEqualTo("Phone");
        }

        @Test
        void isAlwaysTheEmptyOne() {
            assertThat(DeviceLabel.free("", Set.of(""))).isEmpty();
        }

        @Test
        void hasTheFirstFreeNumberOtherwise() {
            assertThat(DeviceLabel.free("Phone", Set.of("Phone"))).isEqualTo("Phone (2)");
            assertThat(DeviceLabel.free("Phone", Set.of("Phone", "Phone (3)"))).isEqualTo("Phone (2)");
            assertThat(DeviceLabel.free("Phone", Set.of("Phone", "Phone (2)", "Phone (3)")))
                    .isEqualTo("Phone (4)");
            assertThat(DeviceLabel.free("Phone (2)", Set.of("Phone (2)"))).isEqualTo("Phone (2) (2)");
        }

        /** As Keycloak compares them. */
        @Test
        void differsInMoreThanCase() {
            assertThat(DeviceLabel.free("PHONE", Set.of("Phone", "phone (2)"))).isEqualTo("PHONE (3)");
        }

        @Test
        void isNeverLongerThanALabelMayBe() {
            String longest = "x".repeat(64);
            Set<String> taken = new HashSet<>(Set.of(longest));

            for (int i = 0; i < 120; i++) {
                String free = DeviceLabel.free(longest, taken);
                assertThat(free).hasSizeLessThanOrEqualTo(64).startsWith("x".repeat(58));
                assertThat(taken.add(free)).isTrue();
            }
        }

        @Test
        void isNotCutInTheMiddleOfACharacter() {
            for (String label : new String[] {
                "🦉".repeat(32), "x" + "🦉".repeat(31), "xx" + "🦉".repeat(31), "x".repeat(59) + "🦉" + "xxx"
            }) {
                String free = DeviceLabel.free(label, Set.of(label));

                assertThat(new String(free.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                        .isEqualTo(free)
                        .endsWith(" (2)")
                        .hasSizeLessThanOrEqualTo(64);
            }
        }
    }
}
