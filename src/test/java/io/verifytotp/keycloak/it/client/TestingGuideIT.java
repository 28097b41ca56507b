package io.verifytotp.keycloak.it.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Command;
import io.verifytotp.keycloak.it.support.Installed;
import io.verifytotp.keycloak.it.support.NpmFolder;
import io.verifytotp.keycloak.it.support.Settings;
import io.verifytotp.keycloak.it.support.api.ApiClient;
import io.verifytotp.keycloak.it.support.api.ApiClientBuilder;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.http.Callback;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The programs of docs/testing.md, read from that page and run. */
@Tag("thorough")
class TestingGuideIT {
    private static final Path PAGE = Path.of("docs", "testing.md");
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @AutoClose
    private static final TestRealm realm = RealmBuilder.aRealm().codeRequired().createOn(RealTimeKeycloak.get());

    private static final ApiClient tester =
            ApiClientBuilder.aClient().roles(ApiRole.MANAGE).createIn(realm);

    @Test
    void playwrightLogsIn() throws IOException {
        Path folder = NpmFolder.of(Path.of("src", "test", "resources", "testing"));
        Files.writeString(folder.resolve("login.spec.mjs"), block("js"));
        String chromium = Installed.require("chromium", "chromium").toString();

        String seen = Command.of("npx", "playwright", "test", "--reporter=line", "--workers=1")
                .in(folder)
                .environment(variables -> {
                    variables.putAll(environment("playwright"));
                    variables.put("CHROMIUM", chromium);
                })
                .output(PATIENCE);

        assertThat(seen).contains("1 passed");
    }

    @Test
    void seleniumLogsIn() throws IOException {
        Path folder = Files.createTempDirectory(Files.createDirectories(Settings.work()), "selenium");
        // Chromium has no sandbox for root, who often runs tests in containers.
        String program = block("java").replace("\"--headless=new\"", "\"--headless=new\", \"--no-sandbox\"");
        Path source = Files.writeString(folder.resolve("LoginTest.java"), program);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

        String seen = Command.of(java, "-cp", System.getProperty("java.class.path"), source.toString())
                .environment(variables -> variables.putAll(environment("selenium")))
                .output(PATIENCE);

        assertThat(seen).contains("Logged in");
    }

    /** With a factor already, as after an earlier run. */
    private static Map<String, String> environment(String username) {
        TestUser user = realm.addUser(username);
        ImportedFactor.of(tester.api(), user);
        Map<String, String> variables = new HashMap<>();
        variables.put("API", realm.uri("/verify-totp/v2").toString());
        variables.put("CLIENT_ID", tester.id());
        variables.put("CLIENT_SECRET", tester.secret());
        variables.put("USER_ID", user.id());
        variables.put("USERNAME", user.username());
        variables.put("PASSWORD", user.password());
        variables.put("APPLICATION", realm.authorizationUri().toString());
        variables.put("LOGGED_IN", Callback.uri().toString());
        return variables;
    }

    private static String block(String language) throws IOException {
        Matcher block = Pattern.compile("(?s)```" + language + "\n(.*?)```").matcher(Files.readString(PAGE));
        assertThat(block.find()).as(language).isTrue();
        return block.group(1);
    }
}
