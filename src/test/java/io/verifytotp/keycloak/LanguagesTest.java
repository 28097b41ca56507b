package io.verifytotp.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every language has every text, takes the same arguments as English and says it in words of its own. */
class LanguagesTest {
    private static final Path FOLDER = Path.of("themes", "messages");
    private static final Pattern FILE = Pattern.compile("messages_(\\w+)\\.properties");
    private static final Pattern SINGLE_APOSTROPHE = Pattern.compile("(?<!')'(?!')");
    private static final Pattern ARGUMENT = Pattern.compile("\\{(\\d)");

    /**
     * The languages of Keycloak 26.7's login theme; {@code LanguagesIT} holds the list against the distribution. For the
     * two of Chinese Keycloak has files zh_Hans and zh_Hant, but asks extensions for zh_CN and zh_TW.
     */
    static final Set<String> OF_KEYCLOAK = new TreeSet<>(List.of(
            ("ar az ca cs da de el en es eu fa fi fr hr hu hy id it ja ka kk ko ky lt lv nl no pl pt pt_BR ro ru sk sl"
                            + " sv th tr uk vi zh_CN zh_TW")
                    .split(" ")));

    /** Words that are the same in English and in many other languages. */
    private static final Set<String> MAY_BE_AS_IN_ENGLISH =
            Set.of("verifyTotpType", "verifyTotpAlgorithm", "verifyTotpDigits", "verifyTotpAccount", "verifyTotpLater");

    private static final int NUMBER = 3;
    private static final Properties ENGLISH = read("en");

    static Stream<String> translations() {
        return languages().stream().filter(language -> !"en".equals(language));
    }

    static Set<String> languages() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> FILE.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(file -> file.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void areThoseOfKeycloaksLoginTheme() {
        assertThat(languages()).isEqualTo(OF_KEYCLOAK);
    }

    @ParameterizedTest
    @MethodSource("translations")
    void haveTheTextsThatEnglishHas(String language) {
        assertThat(read(language).stringPropertyNames())
                .containsExactlyInAnyOrderElementsOf(ENGLISH.stringPropertyNames());
    }

    @ParameterizedTest
    @MethodSource("translations")
    void takeTheArgumentsThatEnglishTakes(String language) {
        assertThat(read(language)).allSatisfy((key, text) -> assertThat(arguments((String) text))
                .as((String) key)
                .isEqualTo(arguments(ENGLISH.getProperty((String) key, ""))));
    }

    @ParameterizedTest
    @MethodSource("translations")
    void sayItInWordsOfTheirOwn(String language) {
        Properties texts = read(language);

        assertThat(ENGLISH.stringPropertyNames())
                .filteredOn(key -> !MAY_BE_AS_IN_ENGLISH.contains(key))
                .allSatisfy(key -> assertThat(texts.getProperty(key)).isNotEqualTo(ENGLISH.getProperty(key)));
    }

    @ParameterizedTest
    @MethodSource("languages")
    void writeEachApostropheTwice(String language) {
        assertThat(read(language)).allSatisfy((key, text) -> assertThat((String) text)
                .as((String) key)
                .isNotBlank()
                .doesNotContainPattern(SINGLE_APOSTROPHE));
    }

    @ParameterizedTest
    @MethodSource("languages")
    void readWellWithSampleArguments(String language) {
        Locale locale = locale(language);
        assertThat(read(language)).allSatisfy((key, text) -> {
            MessageFormat format = new MessageFormat((String) text, locale);

            for (int number : List.of(0, 1, 2, NUMBER, 5, 11, 21, 60)) {
                String said = format.format(samples(format, number));
                assertThat(said).as((String) key).doesNotContain("{", "}", "''", "|", "#");
                assertThat(apostrophes(said)).isEqualTo(apostrophes((String) text) / 2);
            }
        });
    }

    /** Numbers for the choices, which take nothing else; they are formatted, as all others are. */
    private static Object[] samples(MessageFormat format, int number) {
        Object[] samples = new Object[format.getFormatsByArgumentIndex().length];
        Arrays.fill(samples, number);
        return samples;
    }

    private static Set<String> arguments(String text) {
        return ARGUMENT.matcher(text)
                .results()
                .map(argument -> argument.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static long apostrophes(String text) {
        return text.chars().filter(character -> character == '\'').count();
    }

    private static Locale locale(String language) {
        return Locale.forLanguageTag(language.replace('_', '-'));
    }

    private static Properties read(String language) {
        Properties texts = new Properties();
        try (Reader file = Files.newBufferedReader(FOLDER.resolve("messages_" + language + ".properties"))) {
            texts.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }
}
