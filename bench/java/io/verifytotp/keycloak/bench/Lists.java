package io.verifytotp.keycloak.bench;

import io.verifytotp.keycloak.bench.load.Request;
import io.verifytotp.keycloak.bench.load.Scenario;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import java.util.Collections;
import java.util.List;

/** First pages of lists, with 50 things on each. */
final class Lists implements Scenario {
    private static final String ENTITIES = "GET Entities";
    private static final String LOCKED = "GET LockedFactors";
    private static final String CHALLENGES = "GET Challenges";
    private static final int BATCH = 100;

    private final BenchRealm realm;
    private final String service;
    private final String token;

    Lists(BenchRealm realm) {
        this.realm = realm;
        service = realm.backEnd().api().defaultService();
        token = realm.backEnd().token();
    }

    @Override
    public String name() {
        return "lists";
    }

    @Override
    public List<String> kinds() {
        return List.of(ENTITIES, LOCKED, CHALLENGES);
    }

    @Override
    public List<Request> requests(String kind) {
        String root = realm.backEnd().api().root().getRawPath();
        String entity = VerifyApi.entity(
                service, realm.accounts().get(Login.OURS).get(0).user());
        String path =
                switch (kind) {
                    case ENTITIES -> "/Services/" + service + "/Entities";
                    case LOCKED -> "/Services/" + service + "/LockedFactors";
                    default -> entity + "/Challenges";
                };
        return Collections.nCopies(
                BATCH, Request.get(root + path + "?PageSize=50", "Authorization: Bearer " + token, "\"meta\""));
    }
}
