package io.verifytotp.keycloak.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UtcTextTest {
    private static final Instant TIME = Instant.parse("2026-11-22T15:16:08Z");

    @Test
    void saysTheZone() {
        assertThat(UtcText.dateAndTime(TIME, Locale.ENGLISH)).matches("November 22, 2026(,| at) 3:16\\hPM UTC");
        assertThat(UtcText.dateAndTime(TIME, Locale.GERMAN)).matches("22\\. November 2026(,| um) 15:16 UTC");
    }

    @Test
    void saysTheDayAlone() {
        assertThat(UtcText.date(TIME, Locale.ENGLISH)).isEqualTo("November 22, 2026");
        assertThat(UtcText.date(TIME, Locale.JAPANESE)).isEqualTo("2026年11月22日");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ar", "fa", "th", "zh-CN", "pt-BR", "hy", "ka"})
    void isTheSameCalendarInEveryLanguage(String language) {
        String text = UtcText.dateAndTime(TIME, Locale.forLanguageTag(language));

        assertThat(inAsciiDigits(text)).contains("2026", "22").endsWith(" UTC");
    }

    private static String inAsciiDigits(String text) {
        return text.codePoints()
                .map(c -> Character.isDigit(c) ? '0' + Character.digit(c, 10) : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
