package io.verifytotp.keycloak.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocaleAliasMessagesTest {
    private final LocaleAliasMessages names = new LocaleAliasMessages();

    @ParameterizedTest
    @CsvSource({
        "zh-Hans, zh_CN",
        "zh-Hans-CN, zh_CN",
        "zh-Hans-HK, zh_CN",
        "zh, zh_CN",
        "zh-SG, zh_CN",
        "zh-CN, zh_CN",
        "zh-Hant, zh_TW",
        "zh-Hant-TW, zh_TW",
        "zh-HK, zh_TW",
        "zh-MO, zh_TW",
        "zh-TW, zh_TW",
        "nb, no",
        "nb-NO, no"
    })
    void leadToOurFile(String tag, String file) throws IOException {
        Properties expected = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("themes/messages/messages_" + file + ".properties"))) {
            expected.load(reader);
        }

        assertThat(names.getMessages("messages", Locale.forLanguageTag(tag))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de", "no", "ja", "pt-BR", "und"})
    void areNotThoseThatKeycloakFindsByItself(String tag) throws IOException {
        assertThat(names.getMessages("messages", Locale.forLanguageTag(tag))).isEmpty();
    }

    @Test
    void leadToNothingInBundlesOfOthers() throws IOException {
        assertThat(names.getMessages("descriptions", Locale.forLanguageTag("zh-Hans")))
                .isEmpty();
    }
}
