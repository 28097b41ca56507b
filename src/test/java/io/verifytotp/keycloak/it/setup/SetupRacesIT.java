package io.verifytotp.keycloak.it.setup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.Together;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.realm.Flow;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.KeycloakUnderTest;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Calls at the same moment: one changes the realm, the others are told. */
class SetupRacesIT {
    private static final int CALLS = 4;
    private static final int CLIENTS = 25;

    @Test
    void oneCallAppliesAndTheOthersAreTold() throws Exception {
        try (TestRealm realm = realmWithMuchToDo(SharedKeycloak.get())) {
            SetupCalls calls = SetupCalls.of(realm);
            Map<String, JsonNode> before = RealmState.of(realm);
            List<Callable<ApiReply>> tasks = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                tasks.add(() -> calls.post("everybody", "all"));
            }

            List<ApiReply> replies = Together.run(tasks);

            assertThat(replies).allMatch(reply -> reply.status() == 200 || reply.status() == 409);
            assertThat(replies.stream().filter(SetupRacesIT::changed)).hasSize(1);
            assertThat(replies.stream().filter(reply -> reply.status() == 409))
                    .isNotEmpty()
                    .allMatch(reply -> reply.message().startsWith("Another call is setting this realm up"));
            assertThat(calls.apply("everybody", "all")).isEmpty();
            calls.undo();
            assertThat(RealmState.of(realm)).isEqualTo(before);
        }
    }

    static boolean changed(ApiReply reply) {
        return reply.status() == 200 && !SetupCalls.changes(reply).isEmpty();
    }

    /** A realm with so many flows that calls overlap. */
    static TestRealm realmWithMuchToDo(KeycloakUnderTest keycloak) {
        OddRealm odd = new OddRealm();
        for (int i = 0; i < CLIENTS; i++) {
            Flow flow = OddRealm.browserWithSecondFactor("own " + i);
            odd.flow(flow).client("client " + i, "browser", flow.id());
        }
        return odd.on(keycloak);
    }
}
