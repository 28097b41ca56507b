package io.verifytotp.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.domain.id.Identifiers;
import java.text.MessageFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.provider.ProviderFactory;

/** Every language has every text, takes the same arguments as English and says it in words of its own. */
class LanguagesTest {
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
    private static final Properties ENGLISH = MessageFiles.read("en");

    static Stream<String> translations() {
        return languages().stream().filter(language -> !"en".equals(language));
    }

    static Set<String> languages() {
        return MessageFiles.languages();
    }

    @Test
    void areThoseOfKeycloaksLoginTheme() {
        assertThat(languages()).isEqualTo(OF_KEYCLOAK);
    }

    @ParameterizedTest
    @MethodSource("translations")
    void haveTheTextsThatEnglishHas(String language) {
        assertThat(MessageFiles.read(language).stringPropertyNames())
                .containsExactlyInAnyOrderElementsOf(ENGLISH.stringPropertyNames());
    }

    @ParameterizedTest
    @MethodSource("translations")
    void takeTheArgumentsThatEnglishTakes(String language) {
        assertThat(MessageFiles.read(language)).allSatisfy((key, text) -> assertThat(arguments((String) text))
                .as((String) key)
                .isEqualTo(arguments(ENGLISH.getProperty((String) key, ""))));
    }

    @ParameterizedTest
    @MethodSource("translations")
    void sayItInWordsOfTheirOwn(String language) {
        Properties texts = MessageFiles.read(language);

        assertThat(ENGLISH.stringPropertyNames())
                .filteredOn(key -> !MAY_BE_AS_IN_ENGLISH.contains(key))
                .allSatisfy(key -> assertThat(texts.getProperty(key)).isNotEqualTo(ENGLISH.getProperty(key)));
    }

    /** A required action or authenticator without a text of its own shows its id to people. */
    @Test
    void nameAllThatKeycloakLooksUpByOurIds() {
        Stream<String> actions = ids(RequiredActionFactory.class).map(id -> "requiredAction." + id);
        Stream<String> ways = Stream.concat(
                        ids(AuthenticatorFactory.class).filter(id -> !id.endsWith("direct-grant")), // has no pages
                        ids(CredentialProviderFactory.class))
                .flatMap(id -> Stream.of(id + "-display-name", id + "-help-text"));

        assertThat(ENGLISH.stringPropertyNames()).containsAll(actions.toList()).containsAll(ways.toList());
        assertThat(LookedUpTexts.BY_THEME.values())
                .allSatisfy(keys -> assertThat(ENGLISH.stringPropertyNames()).containsAll(keys));
    }

    private static Stream<String> ids(Class<?> kind) {
        return ServiceLoader.load(kind).stream()
                .filter(factory -> factory.type().getName().startsWith("io.verifytotp."))
                .map(factory -> ((ProviderFactory<?>) factory.get()).getId())
                .filter(id -> id.startsWith(Identifiers.CREDENTIAL_TYPE));
    }

    /** The next code comes within a minute; a lock lasts for up to an hour. */
    @ParameterizedTest
    @MethodSource("languages")
    void askForAnotherCodeAfterALockThanAfterAWrongCode(String language) {
        Properties texts = MessageFiles.read(language);
        String nextCode = advice(texts.getProperty("verifyTotpCodeNotAccepted"));

        assertThat(List.of("verifyTotpCodeNotAcceptedSeconds", "verifyTotpCodeNotAcceptedMinutes"))
                .allSatisfy(key -> assertThat(texts.getProperty(key))
                        .as(key)
                        .contains("{0")
                        .doesNotContain(nextCode));
    }

    /** The beginning of the second sentence: as much of it as a waiting time might have been added to. */
    private static String advice(String text) {
        String second = text.split("[.。։]\\s*|(?<=รหัสนี้ใช้ไม่ได้) ", 2)[1];
        return second.substring(0, second.length() * 2 / 3);
    }

    /** In a line from right to left a Latin name, an address and what surrounds them would change places. */
    @ParameterizedTest
    @ValueSource(strings = {"ar", "fa"})
    void isolateTheWordsOfOthersWhereLinesRunFromRightToLeft(String language) {
        Properties texts = MessageFiles.read(language);

        assertThat(texts.stringPropertyNames())
                .filteredOn(key -> key.matches("verifyTotp(Notice(-.*|When)|CodeFrom|ConfirmAsked|Apps|LastUsed)"))
                .isNotEmpty()
                .allSatisfy(key -> assertThat(texts.getProperty(key).replaceAll("\u2068\\{\\d}\u2069", ""))
                        .as(key)
                        .doesNotContainPattern("[{}\u2068\u2069]"));
    }

    @ParameterizedTest
    @MethodSource("languages")
    void writeEachApostropheTwice(String language) {
        assertThat(MessageFiles.read(language)).allSatisfy((key, text) -> assertThat((String) text)
                .as((String) key)
                .isNotBlank()
                .doesNotContainPattern(SINGLE_APOSTROPHE));
    }

    @ParameterizedTest
    @MethodSource("languages")
    void readWellWithSampleArguments(String language) {
        Locale locale = MessageFiles.locale(language);
        assertThat(MessageFiles.read(language)).allSatisfy((key, text) -> {
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
}
