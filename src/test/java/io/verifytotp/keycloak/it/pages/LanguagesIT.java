package io.verifytotp.keycloak.it.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Settings;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.KeycloakDistribution;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages and their refusals, in each language that Keycloak's login theme offers. */
class LanguagesIT {
    private static final Set<String> RIGHT_TO_LEFT = Set.of("ar", "fa");
    private static final String CODE = "code";

    @AutoClose
    private static final TestRealm realm = RealmBuilder.aRealm()
            .codeRequired()
            .with("internationalizationEnabled", true)
            .with("supportedLocales", languages().toList())
            .with("defaultLocale", "en")
            .enrollConfig(Map.of("maxFactors", "2"))
            .createOn(SharedKeycloak.get());

    /** As the theme names them: en, pt-BR, zh-CN, … */
    static Stream<String> languages() {
        Properties theme = new Properties();
        try (JarFile jar = new JarFile(themes().toFile());
                InputStream file = jar.getInputStream(jar.getEntry("theme/base/login/theme.properties"))) {
            theme.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Stream.of(theme.getProperty("locales").split(",", -1));
    }

    /** One of each script and direction, and those whose names Keycloak and Java write in different ways. */
    @ParameterizedTest
    @ValueSource(strings = {"en", "ar", "de", "el", "ja", "pt-BR", "th", "zh-CN"})
    void aFewHaveEveryTextInThem(String language) {
        assertThatEveryTextIsIn(language);
    }

    @ParameterizedTest
    @MethodSource("languages")
    @Tag("thorough")
    void everyTextIsInIt(String language) {
        assertThatEveryTextIsIn(language);
    }

    private static void assertThatEveryTextIsIn(String language) {
        Properties texts = texts(language);
        TestClock clock = new TestClock(realm.keycloak());
        TestUser user = realm.addUser("user-" + UUID.randomUUID());
        HttpLogin login = new HttpLogin(realm);

        HttpPage enroll = login.password(login.start(Map.of("ui_locales", language)), user);
        assertThatIsIn(enroll, language, texts, "verifyTotpEnrollTitle");
        assertThat(enroll.html().values("label")).containsExactly(said(texts, language, "verifyTotpLabelSuggested"));
        AuthenticatorApp app = AuthenticatorApp.scan(enroll.otpAuthUri());
        EnrolledUser enrolled = new EnrolledUser(realm, user, app, clock);
        HttpPage page = login.enroll(enroll, "12", "");
        assertThat(page.error()).isEqualTo(said(texts, language, "verifyTotpCodeMalformed", 6));
        page = login.enroll(page, enrolled.wrongCode(), "");
        assertThat(page.error()).isEqualTo(said(texts, language, "verifyTotpCodeNotAccepted"));
        page = login.enroll(page, enrolled.wrongCode(), "");
        assertThatIsIn(page, language, texts, "verifyTotpEnrollTitle");
        page = login.enroll(page, enrolled.freshCode(), "x".repeat(65));
        assertThat(page.error()).isEqualTo(said(texts, language, "verifyTotpLabelTooLong", 64));
        assertThat(login.enroll(page, enrolled.currentCode(), "").isLoggedIn()).isTrue();

        HttpLogin second = new HttpLogin(realm);
        page = second.password(second.start(Map.of("ui_locales", language)), user);
        assertThatIsIn(page, language, texts, "verifyTotpChallengeTitle");
        for (int i = 0; i < 5; i++) {
            page = second.submit(page, Map.of(CODE, enrolled.wrongCode()));
            assertThatIsIn(page, language, texts, "verifyTotpChallengeTitle");
        }
        assertThat(waits(texts, language)).contains(page.error());
    }

    /** A realm may have Chinese under the names that Keycloak's files have; the page has to be in it throughout. */
    @ParameterizedTest
    @CsvSource({"zh-Hans, zh-CN", "zh-Hant, zh-TW"})
    void itsOtherNameDoes(String name, String language) {
        try (TestRealm chinese = RealmBuilder.aRealm()
                .codeRequired()
                .with("internationalizationEnabled", true)
                .with("supportedLocales", List.of("en", name))
                .with("defaultLocale", name)
                .createOn(SharedKeycloak.get())) {
            HttpPage page = new HttpLogin(chinese).startWithPassword(chinese.addUser("reader"));

            assertThatIsIn(page, name, texts(language), "verifyTotpEnrollTitle");
            assertThat(page.html().source()).contains(said(texts(language), language, "verifyTotpStepScan"));
        }
    }

    private static void assertThatIsIn(HttpPage page, String language, Properties texts, String title) {
        assertThat(page.html().text("kc-page-title")).isEqualTo(Optional.of(said(texts, language, title)));
        assertThat(page.html().source())
                .doesNotContain("verifyTotp")
                .containsPattern("<html[^>]* lang=\"" + language + "\" dir=\""
                        + (RIGHT_TO_LEFT.contains(language) ? "rtl" : "ltr") + '"');
    }

    /** What the page may say of a lock of 30 seconds that began a moment ago. */
    private static List<String> waits(Properties texts, String language) {
        return Stream.iterate(20, seconds -> seconds <= 30, seconds -> seconds + 1)
                .map(seconds -> said(texts, language, "verifyTotpCodeNotAcceptedSeconds", seconds))
                .toList();
    }

    private static String said(Properties texts, String language, String key, Object... arguments) {
        return new MessageFormat(texts.getProperty(key), Locale.forLanguageTag(language))
                .format(arguments)
                .replaceAll("\\s+", " ");
    }

    private static Properties texts(String language) {
        Path file = Path.of("themes", "messages", "messages_" + language.replace('-', '_') + ".properties");
        Properties texts = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            texts.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }

    private static Path themes() {
        String version = Settings.keycloakVersion();
        return KeycloakDistribution.of(version)
                .home()
                .resolve("lib/lib/main/org.keycloak.keycloak-themes-" + version + ".jar");
    }
}
