package io.verifytotp.keycloak.it.confirm;

import io.verifytotp.keycloak.it.support.api.ApiClient;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.http.AdminApi;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.Cluster;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each operation is approved once, however many confirm it at once: a small share by default, a thousand on two nodes. */
class ConfirmRacesIT {
    private static final Duration STEP = Duration.ofSeconds(30);

    @Test
    void atOneNode() throws Exception {
        try (ConfirmRealm bank = ConfirmRealm.on(SharedKeycloak.get())) {
            TestClock clock = new TestClock(SharedKeycloak.get());
            new ConfirmRace(List.of(bank), () -> clock.advanceToStepStart(STEP), 10, 2).run();
        }
    }

    @Test
    @Tag("thorough")
    void ofAThousandAtTwoNodes() throws Exception {
        try (Cluster cluster = Cluster.start("confirm")) {
            ConfirmRealm bank = ConfirmRealm.on(cluster.nodes().get(0));
            TestRealm there = new TestRealm(
                    cluster.nodes().get(1),
                    new AdminApi(cluster.nodes().get(1)),
                    bank.realm().name());
            ApiClient backend = bank.backend();
            ConfirmRealm second = new ConfirmRealm(
                    there,
                    new ApiClient(there, backend.uuid(), backend.id(), backend.secret()),
                    bank.manager().at(there));

            new ConfirmRace(List.of(bank, second), () -> cluster.clock().advanceToStepStart(), 100, 10).run();
        }
    }
}
