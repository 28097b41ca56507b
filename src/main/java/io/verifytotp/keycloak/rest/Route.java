package io.verifytotp.keycloak.rest;

import io.verifytotp.keycloak.rest.access.ApiRole;
import io.verifytotp.keycloak.rest.access.Permissions;
import io.verifytotp.keycloak.rest.http.CsvBody;
import io.verifytotp.keycloak.rest.http.Parameters;
import io.verifytotp.keycloak.rest.resource.Operation;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.keycloak.http.HttpRequest;

/**
 * One row of the table of operations.
 *
 * @param template path below the API's root, split at slashes, with names in braces
 * @param roles roles of which the caller needs one
 * @param scope which permissions of Keycloak's the caller also needs
 * @param committed true if the operation has committed its changes when it returns; false if it writes the realm's
 *     configuration, which the request's own transaction commits
 * @param csv whether the body is CSV instead of a form
 */
record Route(
        String method,
        List<String> template,
        Set<ApiRole> roles,
        Scope scope,
        boolean committed,
        boolean csv,
        Operation operation) {

    /** Part of the realm that an operation is about. */
    enum Scope {
        /** Whatever the path names. */
        PATH,
        /** All users of the realm: a person also has to manage the realm. */
        ALL_USERS,
        /** The realm's configuration: a program has to manage the realm as well. */
        CONFIGURATION
    }

    Route(String method, String template, Set<ApiRole> roles, Operation operation) {
        this(method, Arrays.asList(template.substring(1).split("/", -1)), roles, Scope.PATH, true, false, operation);
    }

    Route ofAllUsers() {
        return new Route(method, template, roles, Scope.ALL_USERS, committed, csv, operation);
    }

    Route ofTheConfiguration() {
        return new Route(method, template, roles, Scope.CONFIGURATION, committed, csv, operation);
    }

    Route inRequestTransaction() {
        return new Route(method, template, roles, scope, false, csv, operation);
    }

    Route ofCsv() {
        return new Route(method, template, roles, scope, committed, true, operation);
    }

    /** Reads the parameters of a request; throws the API's 415 for a body of another type. */
    Parameters parameters(HttpRequest request) {
        if (csv) {
            CsvBody.requireType(request);
            return Parameters.ofQuery(request);
        }
        return Parameters.of(method, request);
    }

    void require(Permissions permissions) {
        switch (scope) {
            case PATH -> permissions.require(roles);
            case ALL_USERS -> permissions.requireForTheRealm(roles);
            case CONFIGURATION -> permissions.requireForItsConfiguration(roles);
        }
    }

    Optional<Match> match(List<String> path) {
        if (template.size() != path.size()) {
            return Optional.empty();
        }
        Map<String, String> names = new LinkedHashMap<>();
        for (int i = 0; i < path.size(); i++) {
            String part = template.get(i);
            if (part.startsWith("{")) {
                names.put(part.substring(1, part.length() - 1), path.get(i));
            } else if (!part.equals(path.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(new Match(this, names));
    }

    record Match(Route route, Map<String, String> names) {}
}
