package io.verifytotp.keycloak.it.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Command;
import io.verifytotp.keycloak.it.support.api.ApiClient;
import io.verifytotp.keycloak.it.support.api.ApiClientBuilder;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How docs/migrate.md sends a file, run as it stands there. */
class ImportDocumentIT {
    private static final Pattern SENDING =
            Pattern.compile("\n## Send the file\n.*?\n```sh\n(.*?)\n```\n", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @Test
    void partsAreSentAndRefusedLinesToldOneByOne() throws Exception {
        try (TestRealm realm = RealmBuilder.aRealm().createOn(SharedKeycloak.get())) {
            TestUser first = realm.addUser("first");
            TestUser last = realm.addUser("last");
            StringBuilder file = new StringBuilder("username,secret,verified\n" + line(first));
            for (int i = 2; i <= 1000; i++) {
                file.append("nobody-").append(i).append(",,true\n");
            }
            Files.writeString(folder.resolve("factors.csv"), file + line(last) + "nobody," + seed(first) + ",true\n");
            ApiClient client = ApiClientBuilder.aClient()
                    .roles(ApiRole.MANAGE, "view-users")
                    .createIn(realm);

            List<String> told = run(client, realm);

            assertThat(told)
                    .contains("part-aa: 1 created, 0 exist, 999 refused", "part-ab: 1 created, 0 exist, 1 refused")
                    .contains("  line 3: secret: is required")
                    .endsWith("  line 3: username: there is no such user in this realm; check the spelling");
            assertThat(told).hasSize(1002);
            VerifyApi api = client.api();
            assertThat(List.of(first, last))
                    .allSatisfy(user -> assertThat(api.sids(VerifyApi.entity(api.defaultService(), user) + "/Factors"))
                            .hasSize(1));
        }
    }

    private List<String> run(ApiClient client, TestRealm realm) throws IOException {
        String script = "verify() { curl -sS -u \"$CREDENTIALS\" \"$@\"; }\n" + sending();
        return Command.of("bash", "-euc", script)
                .in(folder)
                .environment(variables -> variables.putAll(Map.of(
                        "CREDENTIALS",
                        client.id() + ":" + client.secret(),
                        "API",
                        VerifyApi.of(realm).root().toString(),
                        "SERVICE",
                        client.api().defaultService())))
                .output(Duration.ofMinutes(2))
                .lines()
                .toList();
    }

    private static String sending() throws IOException {
        Matcher found =
                SENDING.matcher(Files.readString(Path.of(System.getProperty("basedir", "."), "docs", "migrate.md")));
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private static String line(TestUser user) {
        return user.username() + "," + seed(user) + ",true\n";
    }

    private static String seed(TestUser user) {
        return ImportCalls.seed(user.id());
    }
}
