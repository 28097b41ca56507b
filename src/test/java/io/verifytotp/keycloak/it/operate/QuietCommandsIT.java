package io.verifytotp.keycloak.it.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Command;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.KeycloakServer;
import io.verifytotp.keycloak.it.support.server.ServerEnvironment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Commands that seal nothing need no key ring, and do not ask for one: a second ring would be the worst advice. */
@Tag("thorough")
class QuietCommandsIT {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String WARNING = "There is no key ring";

    @Test
    void exportAndImportSayNothingOfAKeyRing() {
        KeycloakServer server = KeycloakServer.named("quiet").databaseFile().start();
        TestRealm realm = RealmBuilder.aRealm().createOn(server);
        assertThat(server.log()).contains(WARNING);
        server.stop();
        Path export = server.home().data().resolve("export.json");

        String exporting = run(server, "export", "--realm=" + realm.name(), "--file=" + export);
        String importing = run(server, "import", "--file=" + export);

        assertThat(exporting).contains("Export finished").doesNotContain(WARNING);
        assertThat(importing).contains("imported").doesNotContain(WARNING);
    }

    private static String run(KeycloakServer server, String... words) {
        List<String> command = new ArrayList<>(List.of(server.home().script().toString()));
        command.addAll(List.of(words));
        command.add("--optimized");
        return Command.of(command).environment(ServerEnvironment::prepare).output(LIMIT);
    }
}
