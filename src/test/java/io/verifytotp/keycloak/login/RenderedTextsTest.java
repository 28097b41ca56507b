package io.verifytotp.keycloak.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.MessageFiles;
import io.verifytotp.keycloak.domain.service.Grace;
import io.verifytotp.keycloak.login.enroll.PostponeOffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DecimalFormatSymbols;
import java.text.MessageFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every text as it is shown, with the values that it meets. What can be checked is checked; the rest is written to
 * {@code target/texts/<language>.txt}, for somebody who reads the language.
 */
class RenderedTextsTest {
    private static final Path FOLDER = Path.of("target", "texts");
    private static final List<Integer> COUNTS = List.of(1, 2, 3, 5, 11, 21, 60);
    private static final int MONTHS = 12;

    /** Values of texts with a number: a count unless named here. */
    private static final Map<String, List<Integer>> NUMBERS = Map.of(
            "verifyTotpStepCode", List.of(6, 7, 8),
            "verifyTotpCodeMalformed", List.of(6, 7, 8),
            "verifyTotpSeconds", List.of(20, 21, 30, 45, 60),
            "verifyTotpLabelTooLong", List.of(64));

    private static final Set<String> COUNTED =
            Set.of("verifyTotpCodeNotAcceptedSeconds", "verifyTotpCodeNotAcceptedMinutes", "verifyTotpLaterTimes");

    static Stream<String> languages() {
        return MessageFiles.languages().stream();
    }

    @ParameterizedTest
    @MethodSource("languages")
    void readWell(String language) throws IOException {
        List<String> shown = new ArrayList<>();
        Properties texts = MessageFiles.read(language);
        for (String key : new TreeSet<>(texts.stringPropertyNames())) {
            shown.addAll(shown(key, texts.getProperty(key), MessageFiles.locale(language)));
        }
        Files.createDirectories(FOLDER);
        Files.write(FOLDER.resolve(language + ".txt"), shown);

        assertThat(shown).hasSizeGreaterThan(texts.size()).allSatisfy(text -> assertThat(text)
                .doesNotContain("{", "}", "|", "''", "#", "  ", "..", ".։", "։։", "。。", "akren")
                .doesNotContainPattern("[,:;] *[.,:;]|\\. *\\."));
    }

    /** The same kind of digits in sentences, in dates and in the list of parameters. */
    @ParameterizedTest
    @MethodSource("languages")
    void writeOneKindOfDigits(String language) {
        Locale locale = MessageFiles.locale(language);
        char zero = DecimalFormatSymbols.getInstance(locale).getZeroDigit();
        Properties texts = MessageFiles.read(language);
        Set<String> numbered = new TreeSet<>(NUMBERS.keySet());
        numbered.addAll(COUNTED);
        numbered.add("verifyTotpLaterUntil");

        assertThat(numbered).allSatisfy(key -> assertThat(shown(key, texts.getProperty(key), locale))
                .allSatisfy(text -> assertThat(text.chars().filter(Character::isDigit))
                        .allMatch(digit -> digit >= zero && digit < zero + 10)));
    }

    private static List<String> shown(String key, String pattern, Locale locale) {
        MessageFormat format = new MessageFormat(pattern, locale);
        return values(key, locale).map(values -> format.format(values)).toList();
    }

    private static Stream<Object[]> values(String key, Locale locale) {
        if ("verifyTotpLaterUntil".equals(key)) {
            return IntStream.rangeClosed(1, MONTHS).mapToObj(month -> new Object[] {until(month, locale)});
        }
        if (COUNTED.contains(key)) {
            return COUNTS.stream().map(count -> new Object[] {count});
        }
        if (NUMBERS.containsKey(key)) {
            return NUMBERS.get(key).stream().map(number -> new Object[] {number});
        }
        return Stream.<Object[]>of(new Object[] {"Owl & Co", "192.0.2.5"});
    }

    /** As the page writes the last day. */
    private static String until(int month, Locale locale) {
        Optional<Instant> end = Optional.of(
                LocalDate.of(2027, month, month).atStartOfDay(ZoneOffset.UTC).toInstant());
        return new PostponeOffer(new Grace.Remaining(end, Optional.empty(), 0), locale, Optional.empty()).getUntil();
    }
}
