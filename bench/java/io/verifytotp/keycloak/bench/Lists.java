package io.verifytotp.keycloak.bench;

import io.verifytotp.keycloak.bench.load.Request;
import io.verifytotp.keycloak.bench.load.Scenario;
import io.verifytotp.keycloak.domain.id.PageRequest.Position;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.rest.http.PageToken;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/** First and last pages of lists, with 50 things on each, or 10 challenges, which all sizes have. */
final class Lists implements Scenario {
    private static final String ENTITIES = "GET Entities";
    private static final String LOCKED = "GET LockedFactors";
    private static final String CHALLENGES = "GET Challenges";
    private static final String LAST_PAGE = ", last page";
    private static final UUID MIDDLE = UUID.fromString("80000000-0000-4000-8000-000000000000");
    private static final int BATCH = 200;

    private final BenchRealm realm;
    private final String authorization;

    Lists(BenchRealm realm) {
        this.realm = realm;
        authorization = Introspection.basic(realm.backEnd().id(), realm.backEnd().secret());
    }

    @Override
    public String name() {
        return "lists";
    }

    @Override
    public List<String> kinds() {
        return List.of(
                ENTITIES,
                ENTITIES + LAST_PAGE,
                LOCKED,
                LOCKED + LAST_PAGE,
                CHALLENGES,
                CHALLENGES + LAST_PAGE);
    }

    @Override
    public List<Request> requests(String kind) {
        return Collections.nCopies(BATCH, page(kind));
    }

    private Request page(String kind) {
        String end = new PageToken(new Position(Instant.now().plus(Duration.ofDays(1)), MIDDLE), true).text();
        String token = kind.endsWith(LAST_PAGE) ? "&PageToken=" + end : "";
        String size = kind.startsWith(CHALLENGES) ? "?PageSize=10" : "?PageSize=50";
        return Request.get(root() + list(kind) + size + token, authorization, "\"meta\"");
    }

    private String list(String kind) {
        String service = realm.backEnd().api().defaultService();
        if (kind.startsWith(ENTITIES)) {
            return "/Services/" + service + "/Entities";
        }
        if (kind.startsWith(LOCKED)) {
            return "/Services/" + service + "/LockedFactors";
        }
        Account first = realm.accounts().get(Login.OURS).get(0);
        return VerifyApi.entity(service, first.user()) + "/Challenges";
    }

    private String root() {
        return realm.backEnd().api().root().getRawPath();
    }
}
