package io.verifytotp.keycloak.rest;

import static io.verifytotp.keycloak.rest.access.ApiRole.CHALLENGE;
import static io.verifytotp.keycloak.rest.access.ApiRole.HELPDESK;
import static io.verifytotp.keycloak.rest.access.ApiRole.MANAGE;
import static io.verifytotp.keycloak.rest.access.ApiRole.VIEW;
import static io.verifytotp.keycloak.rest.resource.Operation.on;
import static io.verifytotp.keycloak.rest.resource.Operation.onService;

import io.verifytotp.keycloak.rest.access.ApiRole;
import io.verifytotp.keycloak.rest.http.ApiError;
import io.verifytotp.keycloak.rest.http.ApiPath;
import io.verifytotp.keycloak.rest.resource.ChallengesResource;
import io.verifytotp.keycloak.rest.resource.EntitiesResource;
import io.verifytotp.keycloak.rest.resource.FactorEnrollment;
import io.verifytotp.keycloak.rest.resource.FactorsResource;
import io.verifytotp.keycloak.rest.resource.ImportResource;
import io.verifytotp.keycloak.rest.resource.KeyRingResource;
import io.verifytotp.keycloak.rest.resource.KeycloakOtpResource;
import io.verifytotp.keycloak.rest.resource.Operation;
import io.verifytotp.keycloak.rest.resource.ServicesResource;
import io.verifytotp.keycloak.rest.resource.SetupResource;
import io.verifytotp.keycloak.rest.resource.Targets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Table of the operations: method, path, roles, what the handler needs of the path, and the handler. */
final class Routes {
    private static final String SERVICES = "/Services";
    private static final String ONE_SERVICE = SERVICES + "/{" + Targets.SERVICE + "}";
    private static final String ENTITIES = ONE_SERVICE + "/Entities";
    private static final String ONE_ENTITY = ENTITIES + "/{" + Targets.IDENTITY + "}";
    private static final String FACTORS = ONE_ENTITY + "/Factors";
    private static final String ONE_FACTOR = FACTORS + "/{" + Targets.FACTOR + "}";
    private static final String CHALLENGES = ONE_ENTITY + "/Challenges";
    private static final String ONE_CHALLENGE = CHALLENGES + "/{" + Targets.CHALLENGE + "}";

    private static final String SETUP = "/Setup";

    private static final Set<ApiRole> READERS = Set.of(VIEW, CHALLENGE, HELPDESK, MANAGE);
    private static final Set<ApiRole> CHALLENGERS = Set.of(CHALLENGE, MANAGE);

    /** Help desks update a factor only to unlock it. */
    private static final Set<ApiRole> HELPERS = Set.of(HELPDESK, MANAGE);

    private static final Set<ApiRole> MANAGERS = Set.of(MANAGE);

    private static final List<Route> ALL = List.of(
            get(SERVICES, ServicesResource::list).inRequestTransaction(),
            post(SERVICES, MANAGERS, ServicesResource::create).ofAllUsers().inRequestTransaction(),
            get(ONE_SERVICE, onService(ServicesResource::fetch)).inRequestTransaction(),
            post(ONE_SERVICE, MANAGERS, onService(ServicesResource::update))
                    .ofAllUsers()
                    .inRequestTransaction(),
            delete(ONE_SERVICE, MANAGERS, onService(ServicesResource::delete))
                    .ofAllUsers()
                    .inRequestTransaction(),
            get(ONE_SERVICE + "/LockedFactors", onService(FactorsResource::listLocked)),
            post(ONE_SERVICE + "/Factors/Import", MANAGERS, onService(ImportResource::apply))
                    .ofAllUsers()
                    .ofCsv(),
            get(ENTITIES, onService(EntitiesResource::list)),
            post(ENTITIES, MANAGERS, onService(EntitiesResource::create)),
            get(ONE_ENTITY, on(Targets::entity, EntitiesResource::fetch)),
            delete(ONE_ENTITY, MANAGERS, on(Targets::ownerToChange, EntitiesResource::delete)),
            get(FACTORS, on(Targets::entity, FactorsResource::list)),
            post(FACTORS, MANAGERS, on(Targets::ownerToChange, FactorEnrollment::create)),
            get(ONE_FACTOR, on(Targets::factor, FactorsResource::fetch)),
            post(ONE_FACTOR, HELPERS, on(Targets::factorToUpdate, FactorsResource::update)),
            delete(ONE_FACTOR, HELPERS, on(Targets::factorToChange, FactorsResource::delete)),
            get(CHALLENGES, on(Targets::entity, ChallengesResource::list)),
            post(CHALLENGES, CHALLENGERS, on(Targets::ownerToChange, ChallengesResource::create)),
            get(ONE_CHALLENGE, on(Targets::challenge, ChallengesResource::fetch)),
            post(ONE_CHALLENGE, CHALLENGERS, on(Targets::challengeToChange, ChallengesResource::update)),
            new Route(
                    "GET",
                    ONE_CHALLENGE + "/Receipt",
                    CHALLENGERS,
                    on(Targets::challenge, ChallengesResource::receipt)),
            post(ONE_SERVICE + "/KeycloakOtp/Adopt", MANAGERS, onService(KeycloakOtpResource::adopt))
                    .ofAllUsers(),
            post(ONE_SERVICE + "/KeycloakOtp/Restore", MANAGERS, onService(KeycloakOtpResource::restore))
                    .ofAllUsers(),
            post("/KeyRing/Reseal", MANAGERS, KeyRingResource::reseal).ofAllUsers(),
            new Route("GET", SETUP, MANAGERS, SetupResource::fetch)
                    .ofTheConfiguration()
                    .inRequestTransaction(),
            post(SETUP, MANAGERS, SetupResource::apply).ofTheConfiguration().inRequestTransaction(),
            delete(SETUP, MANAGERS, SetupResource::undo).ofTheConfiguration().inRequestTransaction());

    private Routes() {}

    /** Finds the route for a request; throws the API's 404 or 405. */
    static Route.Match find(String method, ApiPath path) {
        List<Route.Match> matches = ALL.stream()
                .map(route -> route.match(path.segments()))
                .flatMap(Optional::stream)
                .toList();
        if (matches.isEmpty()) {
            throw ApiError.notFound(path.text());
        }
        String wanted = method.equals("HEAD") ? "GET" : method;
        return matches.stream()
                .filter(match -> match.route().method().equals(wanted))
                .findFirst()
                .orElseThrow(() -> ApiError.methodNotAllowed(method, methods(matches)));
    }

    private static String methods(List<Route.Match> matches) {
        return matches.stream().map(match -> match.route().method()).sorted().collect(Collectors.joining(", "))
                + ", OPTIONS";
    }

    private static Route get(String template, Operation operation) {
        return new Route("GET", template, READERS, operation);
    }

    private static Route post(String template, Set<ApiRole> roles, Operation operation) {
        return new Route("POST", template, roles, operation);
    }

    private static Route delete(String template, Set<ApiRole> roles, Operation operation) {
        return new Route("DELETE", template, roles, operation);
    }
}
