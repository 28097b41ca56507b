package io.verifytotp.keycloak.it.operate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.KeyRingFile;
import io.verifytotp.keycloak.it.support.server.KeycloakServer;
import io.verifytotp.keycloak.it.support.server.OperatorKeys;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A start repairs the required actions of realms that lack something, and does nothing where nothing is missing. */
@Tag("thorough")
class ExistingRealmsIT {
    private static final String ACTIONS = "/authentication/required-actions";
    private static final String PROVE = "verify-totp-prove";
    private static final String BOOT_LOCK = "Going to lock namespace=KEYCLOAK_BOOT";
    private static final String CHANGE_LOG = "Using changelog file META-INF/verify-totp/changelog.xml";

    @AutoClose
    private static final KeycloakServer SERVER = KeycloakServer.named("existing-realms")
            .databaseFile()
            .logLevel("org.keycloak.connections.jpa.updater:debug")
            .option(OperatorKeys.OPTION, KeyRingFile.create("existing-realms").toString())
            .start();

    private final TestRealm realm = RealmBuilder.aRealm().createOn(SERVER);

    @Test
    void removedActionsAreThereAgain() {
        List<String> removed = List.of("verify-totp-enroll", "verify-totp-confirm", PROVE);
        removed.forEach(
                alias -> realm.admin().delete(realm.path(ACTIONS + '/' + alias)).expect(204));

        SERVER.restart();

        assertThat(removed)
                .allSatisfy(alias ->
                        assertThat(action(alias).path("enabled").asBoolean()).isTrue());
        assertThat(action(PROVE).path("priority").asInt()).isLessThan(lowestOfOthers());
    }

    @Test
    void theProofComesBeforeOthersAgain() {
        changeProve(action -> action.put("priority", lowestOfOthers()));

        SERVER.restart();

        assertThat(action(PROVE).path("priority").asInt()).isLessThan(lowestOfOthers());
    }

    @Test
    void aProofThatIsSwitchedOffStaysSoWithAWarning() {
        String id =
                realm.admin().get(realm.path("")).expect(200).body().get("id").asText();
        String warning = "Realm " + id + ": the required action " + PROVE + " is disabled";
        changeProve(action -> action.put("enabled", false));

        SERVER.restart();

        assertThat(action(PROVE).path("enabled").asBoolean()).isFalse();
        assertThat(SERVER.log()).contains(warning);
        changeProve(action -> action.put("enabled", true));
    }

    @Test
    void whereNothingIsMissingNoLockIsTakenAndNoChangeLogRead() {
        int read = SERVER.log().length();

        SERVER.restart();

        assertThat(SERVER.log().substring(read))
                .containsOnlyOnce(BOOT_LOCK) // Keycloak's own
                .doesNotContain(CHANGE_LOG);
    }

    private void changeProve(Consumer<ObjectNode> change) {
        ObjectNode action = action(PROVE).deepCopy();
        change.accept(action);
        realm.admin().put(realm.path(ACTIONS + '/' + PROVE), action).expect(204);
    }

    private JsonNode action(String alias) {
        return realm.admin().get(realm.path(ACTIONS + '/' + alias)).expect(200).body();
    }

    private int lowestOfOthers() {
        JsonNode all = realm.admin().get(realm.path(ACTIONS)).expect(200).body();
        return StreamSupport.stream(all.spliterator(), false)
                .filter(action -> !action.path("alias").asText().equals(PROVE))
                .mapToInt(action -> action.path("priority").asInt())
                .min()
                .orElseThrow();
    }
}
