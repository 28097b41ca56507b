package io.verifytotp.keycloak.bench;

import io.verifytotp.keycloak.bench.load.Request;
import io.verifytotp.keycloak.bench.load.Scenario;
import io.verifytotp.keycloak.it.support.db.PostgresServer;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.KeycloakServer;
import io.verifytotp.keycloak.it.support.server.OwnKeycloak;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The direct grant of users who have Keycloak's own OTP: the first takes it over, later ones find it as ours. */
final class Adoptions implements Scenario {
    private static final String ADOPTS = "login that adopts";
    private static final String LATER = "later login";
    private static final int BATCH = 200;

    private final TestRealm realm;
    private final List<Account> remaining;
    private List<Account> adopted = List.of();
    private long usedStep;

    Adoptions(OwnKeycloak<PostgresServer> own) {
        realm = realmOn(own.server());
        remaining = new ArrayList<>(BenchRealm.keycloaks(BenchRealm.importUsers(realm, Login.KEYCLOAK, 5000)));
    }

    /** One that takes over Keycloak's own OTP, and keeps no events. */
    static TestRealm realmOn(KeycloakServer server) {
        return RealmBuilder.aRealm()
                .codeRequired()
                .codeRequiredForDirectGrant()
                .with("accessTokenLifespan", 3600)
                .with("eventsEnabled", false)
                .with("adminEventsEnabled", false)
                .enrollConfig(Map.of("adoptKeycloakOtp", "on", "notifyUsers", "off"))
                .createOn(server);
    }

    @Override
    public String name() {
        return "(f) adoption at login";
    }

    @Override
    public List<String> kinds() {
        return List.of(ADOPTS, LATER);
    }

    /** Whoever is adopted in one turn logs in again in the next one, with the code that follows. */
    @Override
    public List<Request> requests(String kind) {
        if (kind.equals(ADOPTS) || adopted.isEmpty()) {
            adopted = List.copyOf(remaining.subList(0, BATCH));
            remaining.subList(0, BATCH).clear();
            usedStep = Groups.step();
        } else {
            // A code is taken from one step before its own.
            Groups.awaitStepAfter(usedStep - 1);
            usedStep = Math.max(Groups.step(), usedStep + 1);
        }
        Instant time = Instant.ofEpochSecond(usedStep * Groups.SECONDS_OF_A_STEP);
        return adopted.stream()
                .map(account -> DirectGrants.request(realm, TestRealm.CLIENT_ID, account, time))
                .toList();
    }
}
