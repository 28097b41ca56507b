package io.verifytotp.keycloak.it.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.LookedUpTexts;
import io.verifytotp.keycloak.MessageFiles;
import io.verifytotp.keycloak.it.support.http.Http;
import io.verifytotp.keycloak.it.support.http.Reply;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Keycloak finds the texts that it looks up by names of ours, for each type of theme and in each language. */
class LookedUpTextsIT {
    @AutoClose
    private static final TestRealm realm = RealmBuilder.aRealm()
            .with("internationalizationEnabled", true)
            .with("supportedLocales", List.of("en"))
            .createOn(SharedKeycloak.get());

    static Stream<String> languages() {
        return MessageFiles.languages().stream();
    }

    @ParameterizedTest
    @MethodSource("languages")
    void areFoundInTheLanguage(String language) {
        assertThatAreFound(language.replace('_', '-'), language);
    }

    /** Names that realms and themes may give a language beside the one in Keycloak's menu. */
    @ParameterizedTest
    @CsvSource({"zh-Hans, zh_CN", "zh-Hant, zh_TW", "zh-Hans-CN, zh_CN", "zh-Hant-TW, zh_TW", "nb, no", "de-AT, de"})
    void areFoundUnderItsOtherNames(String tag, String language) {
        assertThatAreFound(tag, language);
    }

    private static void assertThatAreFound(String tag, String language) {
        Properties ours = MessageFiles.read(language);
        LookedUpTexts.BY_THEME.forEach((theme, keys) -> {
            Map<String, String> found = found(theme, tag);
            assertThat(keys).allSatisfy(key -> assertThat(found.get(key))
                    .as("%s in the theme of type %s", key, theme)
                    .isEqualTo(ours.getProperty(key)));
        });
    }

    /** What the consoles ask for; pages and mails are made from the same. */
    private static Map<String, String> found(String theme, String tag) {
        URI texts = URI.create(realm.keycloak().baseUrl() + "/resources/" + realm.name() + '/' + theme + '/' + tag);
        JsonNode all =
                Reply.of(Http.send(Http.request(texts).GET())).expect(200).body();
        Map<String, String> found = new HashMap<>();
        all.forEach(
                each -> found.put(each.get("key").asText(), each.get("value").asText()));
        return found;
    }
}
