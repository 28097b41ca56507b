package io.verifytotp.keycloak.it.operate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.verifytotp.keycloak.it.setup.PlainRealm;
import io.verifytotp.keycloak.it.setup.RealmState;
import io.verifytotp.keycloak.it.support.Command;
import io.verifytotp.keycloak.it.support.Settings;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.FastRealm;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.AdminAccount;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The examples of docs/gitops.md, read from that page and applied twice. */
class GitOpsIT {
    private static final Path PAGE = Path.of("docs", "gitops.md");
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final TestRealm realm = PlainRealm.on(SharedKeycloak.get());

    @AfterEach
    void deleteRealm() {
        realm.close();
    }

    @Test
    void terraformAppliesTwiceWithoutAChange() throws IOException {
        Terraform terraform = new Terraform(realm, block("hcl").replace("\"shop\"", '"' + realm.name() + '"'));

        terraform.create();

        assertThat(terraform.drift()).isEmpty();
        Map<String, JsonNode> before = RealmState.of(realm);
        assertAsksForACode(realm);
        terraform.update();
        assertThat(terraform.drift()).isEmpty();
        assertThat(RealmState.of(realm)).isEqualTo(before);
    }

    /** With the program itself, where its jar is given; it is not on Maven Central. */
    @Test
    void keycloakConfigCliAppliesTwiceWithoutAChange() throws IOException {
        Path jar = Settings.configCli();
        Path file = Settings.work().resolve(realm.name() + ".yaml");
        Files.writeString(file, block("yaml").replace("realm: shop", "realm: " + realm.name()));

        apply(jar, file);

        Map<String, JsonNode> before = RealmState.of(realm);
        assertAsksForACode(realm);
        apply(jar, file);
        assertThat(RealmState.of(realm)).isEqualTo(before);
    }

    @Test
    void theFileOfKeycloakConfigCliIsARealmThatKeycloakImports() throws IOException {
        try (TestRealm imported = imported(new YAMLMapper().readTree(block("yaml")))) {
            assertAsksForACode(imported);
        }
    }

    /** But for the two values that Keycloak hides. */
    @Test
    void anExportBringsActionOptionsAndFlowsAlong() throws IOException {
        new Terraform(realm, block("hcl").replace("\"shop\"", '"' + realm.name() + '"')).create();
        JsonNode export = realm.admin()
                .post(realm.path("/partial-export"), Map.of())
                .expect(200)
                .body();

        assertThat(export.get("authenticatorConfig").findValuesAsText("default.reference.value"))
                .containsExactly("**********");
        ObjectNode kept = new YAMLMapper().createObjectNode();
        for (String part : List.of("browserFlow", "authenticationFlows", "authenticatorConfig", "requiredActions")) {
            kept.set(part, withoutIds(export.get(part)));
        }
        try (TestRealm copy = imported(kept)) {
            assertAsksForACode(copy);
            for (String part : List.of(
                    "/authentication/required-actions", "/authentication/required-actions/verify-totp-enroll/config")) {
                assertThat(copy.admin().get(copy.path(part)).expect(200).body())
                        .isEqualTo(
                                realm.admin().get(realm.path(part)).expect(200).body());
            }
        }
    }

    /** As on another server, where nobody has these ids. */
    private static JsonNode withoutIds(JsonNode part) {
        if (!part.isArray()) {
            return part;
        }
        part.forEach(each -> ((ObjectNode) each).remove("id"));
        return part;
    }

    /** A new realm of that description, with a client for the test. */
    private TestRealm imported(JsonNode description) {
        ObjectNode all = (ObjectNode) description;
        FastRealm.SETTINGS.forEach(all::putPOJO);
        String name = realm.name() + "-imported";
        all.put("realm", name).put("enabled", true);
        all.putPOJO("clients", List.of(PlainRealm.client(TestRealm.CLIENT_ID)));
        realm.admin().createRealm(all);
        return new TestRealm(realm.keycloak(), realm.admin(), name);
    }

    private static void assertAsksForACode(TestRealm in) {
        HttpPage page = new HttpLogin(in).startWithPassword(in.addUser("new"));
        AuthenticatorApp app = AuthenticatorApp.scan(page.otpAuthUri());
        assertThat(app.issuer()).isEqualTo("OwlBank");
        assertThat(app.digits()).isEqualTo(8);
        EnrolledUser user = EnrolledUser.enroll(in, "user");
        assertThat(user.logIn(user.freshCode()).isLoggedIn()).isTrue();
    }

    /** The call of the page, with this server's address and account, and without the tool's memory of what it has applied. */
    private void apply(Path jar, Path file) throws IOException {
        AdminAccount account = realm.keycloak().adminAccount();
        String call = block("sh")
                .replace("\\\n", " ")
                .replace("https://id.example.org", realm.keycloak().baseUrl().toString())
                .replace("=admin ", '=' + account.username() + ' ')
                .replace("\"$PASSWORD\"", account.password())
                .replace("keycloak-config-cli.jar", jar.toString())
                .replace("shop.yaml", file.toString());
        assertThat(call).contains(file.toString(), account.password());
        List<String> words = List.of((call.strip() + " --import.cache.enabled=false").split("\\s+"));
        Command.of(words).output(PATIENCE);
    }

    private static String block(String language) throws IOException {
        Matcher block = Pattern.compile("(?s)```" + language + "\n(.*?)```").matcher(Files.readString(PAGE));
        assertThat(block.find()).as(language).isTrue();
        return block.group(1);
    }
}
