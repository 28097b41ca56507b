package io.verifytotp.keycloak.it.setup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.Together;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.http.AdminApi;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.Cluster;
import io.verifytotp.keycloak.it.support.server.KeycloakServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;

/** Calls at two nodes with one PostgreSQL at the same moment: one changes the realm, the other is told or finds it done. */
@Tag("thorough")
class SetupOnTwoNodesIT {
    private static Cluster cluster;

    @BeforeAll
    static void startCluster() {
        cluster = Cluster.start("setup");
    }

    @AfterAll
    static void stopCluster() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @RepeatedTest(5)
    void oneAppliesAndBothKnowOfIt() throws Exception {
        KeycloakServer second = cluster.nodes().get(1);
        try (TestRealm realm = SetupRacesIT.realmWithMuchToDo(cluster.nodes().get(0))) {
            SetupCalls here = SetupCalls.of(realm);
            Map<String, JsonNode> before = RealmState.of(realm);
            SetupCalls there = new SetupCalls(here.api().at(new TestRealm(second, new AdminApi(second), realm.name())));

            List<ApiReply> replies =
                    Together.run(List.of(() -> here.post("everybody", "all"), () -> there.post("everybody", "all")));

            assertThat(replies.stream().filter(SetupRacesIT::changed)).hasSize(1);
            assertThat(replies).allMatch(reply -> reply.status() == 200 || reply.status() == 409);
            assertThat(here.apply("everybody", "all")).isEmpty();
            assertThat(there.apply("everybody", "all")).isEmpty();
            assertThat(SetupCalls.changes(there.undo())).isNotEmpty();
            assertThat(SetupCalls.changes(here.undo())).isEmpty();
            assertThat(RealmState.of(realm)).isEqualTo(before);
        }
    }
}
