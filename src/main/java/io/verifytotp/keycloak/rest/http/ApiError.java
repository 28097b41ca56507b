package io.verifytotp.keycloak.rest.http;

import java.util.Map;
import java.util.Optional;

/**
 * A refusal, as the caller gets it. The codes are those of the wire contract; where it names none, 20000 and the HTTP
 * status.
 */
public final class ApiError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int GENERAL = 20_000;
    private static final int NOT_AUTHENTICATED = 20_003;
    private static final int INVALID_PARAMETER = 60_306;

    private final int status;
    private final int code;
    private final transient Map<String, String> headers;

    private ApiError(int status, int code, String message, Map<String, String> headers) {
        super(message, null, false, false); // a refusal is no fault, so nobody needs a stack trace
        this.status = status;
        this.code = code;
        this.headers = Map.copyOf(headers);
    }

    /** A refusal that has only its HTTP status for a code. */
    public static ApiError of(int status, String message) {
        return new ApiError(status, GENERAL + status, message, Map.of());
    }

    public static ApiError of(int status, int code, String message) {
        return new ApiError(status, code, message, Map.of());
    }

    public static ApiError notAuthenticated(String realm) {
        String challenge = "Basic realm=\"" + realm.replaceAll("[^\\p{Alnum} ._-]", "?") + "\"";
        return new ApiError(401, NOT_AUTHENTICATED, "Authenticate", Map.of("WWW-Authenticate", challenge));
    }

    public static ApiError forbidden(String message) {
        return of(403, message);
    }

    public static ApiError notFound(String path) {
        return of(404, "The requested resource " + path + " was not found");
    }

    public static ApiError methodNotAllowed(String method, String allowed) {
        return new ApiError(
                405, GENERAL + 405, "The method " + method + " is not allowed here", Map.of("Allow", allowed));
    }

    /** A parameter that is missing or wrong, named as on the wire. */
    public static ApiError parameter(String name, String problem) {
        return of(400, INVALID_PARAMETER, name + ": " + problem);
    }

    public static ApiError unavailable() {
        return of(503, "The service is unavailable at the moment. Nothing was verified; try again");
    }

    public static ApiError fault() {
        return of(500, "Internal server error");
    }

    public int status() {
        return status;
    }

    public Map<String, String> headers() {
        return headers;
    }

    public ErrorRepresentation representation() {
        return new ErrorRepresentation(code, Optional.ofNullable(getMessage()).orElse(""), status);
    }
}
