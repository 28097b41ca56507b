package io.verifytotp.keycloak.totp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Pay 100 € to Bob?",
                "  two  spaces ",
                "<b>&amp;</b> \"'`${x}",
                "Übergröße, ñandú, Đ",
                "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645", // a joiner within a Persian word
                "\u0915\u094D\u200D\u0937", // and within one of Devanagari
                "\uD83D\uDC68\u200D\uD83D\uDCBB", // and within an emoji
                "\u05E9\u05DC\u05D5\u05DD 100",
                "\u3000\u00A0"
            })
    void leavesWhatPeopleSee(String text) {
        assertThat(VisibleText.marked(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0000", "0007", "0009", "000A", "000D", "001B", "007F", "0085", "00AD", "034F", "061C", "115F", "180E", "200B",
        "200E", "200F", "2028", "2029", "202A", "202B", "202C", "202D", "202E", "2060", "2066", "2067", "2068", "2069",
        "2800", "3164", "D800", "DFFF", "E000", "FEFF", "FFA0", "FFFE", "E0041", "F0000"
    })
    void marksWhatTheyDoNot(String hex) {
        String point = Character.toString(Integer.parseInt(hex, 16));

        assertThat(VisibleText.marked("1" + point + "0")).isEqualTo("1[U+" + hex + "]0");
    }

    /** Between digits or Latin letters, at either end and in rows, a joiner joins nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"1\u200C0", "a\u200Db", "\u200C\u0645", "\u0645\u200C", "\u0645\u200C\u200C\u0645"})
    void marksJoinersThatJoinNothing(String text) {
        assertThat(VisibleText.marked(text)).contains("[U+200").doesNotContain("\u200C", "\u200D");
    }

    @Test
    void losesNothing() {
        String marked = VisibleText.marked("\u202E".repeat(256));

        assertThat(marked).isEqualTo("[U+202E]".repeat(256));
    }
}
