package io.verifytotp.keycloak.rest;

import io.verifytotp.keycloak.rest.access.ApiRole;
import io.verifytotp.keycloak.rest.http.ApiResponse;
import io.verifytotp.keycloak.rest.resource.ApiCall;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One operation.
 *
 * @param template path after the API's root, with names in braces
 * @param roles of which the caller needs one
 * @param ofTheRealm whether it concerns all users of the realm, so that a person has to manage that
 */
public record Route(
        String method,
        String template,
        Set<ApiRole> roles,
        boolean ofTheRealm,
        Function<ApiCall, ApiResponse> operation) {

    /** The same operation, for people only if they manage the realm. */
    Route forTheRealm() {
        return new Route(method, template, roles, true, operation);
    }

    /**
     * Whether all that the operation changes has been committed when it answers: the engine and the registry do that.
     * Services live in the realm's configuration, which the request's own transaction writes.
     */
    boolean commitsItself() {
        return !template.equals("/Services") && !template.equals("/Services/{ServiceSid}");
    }

    /** The values of the template's names in that path; empty if it is another path. */
    Optional<Map<String, String>> match(List<String> path) {
        List<String> parts = Arrays.asList(template.substring(1).split("/", -1));
        if (parts.size() != path.size()) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i);
            if (part.startsWith("{")) {
                values.put(part.substring(1, part.length() - 1), path.get(i));
            } else if (!part.equals(path.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }
}
