package io.verifytotp.keycloak.rest.http;

import io.verifytotp.keycloak.totp.VisibleText;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.keycloak.http.HttpRequest;

/**
 * Refuses parameters that a call would ignore, so that no call does more than its caller meant: unknown, repeated and
 * empty ones, and those in the wrong place. For calls that Twilio's clients don't make; these send unknown parameters.
 */
public final class ExactParameters {
    private ExactParameters() {}

    /** Checks a POST, which has its parameters in the body. */
    public static void requireForm(HttpRequest request, List<String> known) {
        requireNoQuery(request);
        check(request.getDecodedFormParameters(), known);
    }

    /** Checks a POST that takes no parameters, because its body is no form. */
    public static void requireNoQuery(HttpRequest request) {
        request.getUri().getQueryParameters().keySet().stream()
                .sorted()
                .findFirst()
                .ifPresent(name -> {
                    throw refused(name, "must be in the body; this call takes no parameters in the address");
                });
    }

    /** Checks a DELETE, which has its parameters in the query. */
    public static void requireQuery(HttpRequest request, List<String> known) {
        HttpHeaders headers = request.getHttpHeaders();
        // Without a length, a body of HTTP/2 shows by its type alone.
        boolean form = Parameters.isForm(headers.getHeaderString(HttpHeaders.CONTENT_TYPE))
                && headers.getHeaderString(HttpHeaders.CONTENT_LENGTH) == null;
        if (form || Parameters.hasBody(headers)) {
            throw refused("Body", "must be empty; this call takes " + names(known) + " in the address");
        }
        check(request.getUri().getQueryParameters(), known);
    }

    private static void check(Map<String, List<String>> given, List<String> known) {
        new TreeMap<>(given).forEach((name, values) -> {
            if (!known.contains(name)) {
                throw refused(name, "is unknown; this call takes " + names(known));
            }
            if (values.size() != 1) {
                throw refused(name, "must be given once");
            }
            if (values.get(0) == null || values.get(0).isBlank()) {
                throw refused(name, "must not be empty; leave it out for its default");
            }
        });
    }

    private static String names(List<String> known) {
        return String.join(", ", known);
    }

    private static ApiError refused(String name, String problem) {
        return ApiError.parameter(VisibleText.oneLine(name), problem);
    }
}
