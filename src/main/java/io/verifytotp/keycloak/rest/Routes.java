package io.verifytotp.keycloak.rest;

import static io.verifytotp.keycloak.rest.access.ApiRole.CHALLENGE;
import static io.verifytotp.keycloak.rest.access.ApiRole.HELPDESK;
import static io.verifytotp.keycloak.rest.access.ApiRole.MANAGE;
import static io.verifytotp.keycloak.rest.access.ApiRole.VIEW;

import io.verifytotp.keycloak.rest.access.ApiRole;
import io.verifytotp.keycloak.rest.http.ApiResponse;
import io.verifytotp.keycloak.rest.resource.ApiCall;
import io.verifytotp.keycloak.rest.resource.ChallengesResource;
import io.verifytotp.keycloak.rest.resource.EntitiesResource;
import io.verifytotp.keycloak.rest.resource.FactorsResource;
import io.verifytotp.keycloak.rest.resource.KeyRingResource;
import io.verifytotp.keycloak.rest.resource.LockedFactorsResource;
import io.verifytotp.keycloak.rest.resource.ServicesResource;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The operations of the Verify API, and who may call which. */
public final class Routes {
    private static final String SERVICES = "/Services";
    private static final String ONE_SERVICE = SERVICES + "/{" + ApiCall.SERVICE + "}";
    private static final String ENTITIES = ONE_SERVICE + "/Entities";
    private static final String ONE_ENTITY = ENTITIES + "/{" + ApiCall.IDENTITY + "}";
    private static final String FACTORS = ONE_ENTITY + "/Factors";
    private static final String ONE_FACTOR = FACTORS + "/{" + ApiCall.FACTOR + "}";
    private static final String CHALLENGES = ONE_ENTITY + "/Challenges";
    private static final String ONE_CHALLENGE = CHALLENGES + "/{" + ApiCall.CHALLENGE + "}";

    private static final Set<ApiRole> READERS = Set.of(VIEW, CHALLENGE, HELPDESK, MANAGE);
    private static final Set<ApiRole> CHALLENGERS = Set.of(CHALLENGE, MANAGE);

    /** Of these, help desks may do less at a factor than its resource can: only unlock it. */
    private static final Set<ApiRole> HELPERS = Set.of(HELPDESK, MANAGE);

    public static final Set<ApiRole> MANAGERS = Set.of(MANAGE);

    static final List<Route> ALL = List.of(
            get(SERVICES, ServicesResource::list),
            post(SERVICES, MANAGERS, ServicesResource::create).forTheRealm(),
            get(ONE_SERVICE, ServicesResource::fetch),
            post(ONE_SERVICE, MANAGERS, ServicesResource::update).forTheRealm(),
            delete(ONE_SERVICE, MANAGERS, ServicesResource::delete).forTheRealm(),
            get(ONE_SERVICE + "/LockedFactors", LockedFactorsResource::list),
            get(ENTITIES, EntitiesResource::list),
            post(ENTITIES, MANAGERS, EntitiesResource::create),
            get(ONE_ENTITY, EntitiesResource::fetch),
            delete(ONE_ENTITY, MANAGERS, EntitiesResource::delete),
            get(FACTORS, FactorsResource::list),
            post(FACTORS, MANAGERS, FactorsResource::create),
            get(ONE_FACTOR, FactorsResource::fetch),
            post(ONE_FACTOR, HELPERS, FactorsResource::update),
            delete(ONE_FACTOR, HELPERS, FactorsResource::delete),
            get(CHALLENGES, ChallengesResource::list),
            post(CHALLENGES, CHALLENGERS, ChallengesResource::create),
            get(ONE_CHALLENGE, ChallengesResource::fetch),
            post(ONE_CHALLENGE, CHALLENGERS, ChallengesResource::update),
            post("/KeyRing/Reseal", MANAGERS, KeyRingResource::reseal).forTheRealm());

    private Routes() {}

    /** The routes with that path, whatever their method. */
    static List<Route> at(List<String> path) {
        return ALL.stream().filter(route -> route.match(path).isPresent()).toList();
    }

    /** The methods of these routes, as the header Allow names them. */
    static String methods(List<Route> routes) {
        return routes.stream().map(Route::method).sorted().collect(Collectors.joining(", ")) + ", OPTIONS";
    }

    private static Route get(String template, Function<ApiCall, ApiResponse> operation) {
        return new Route("GET", template, READERS, false, operation);
    }

    private static Route post(String template, Set<ApiRole> roles, Function<ApiCall, ApiResponse> operation) {
        return new Route("POST", template, roles, false, operation);
    }

    private static Route delete(String template, Set<ApiRole> roles, Function<ApiCall, ApiResponse> operation) {
        return new Route("DELETE", template, roles, false, operation);
    }
}
