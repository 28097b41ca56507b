package io.verifytotp.keycloak.rest.http;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Error response of the API. Its codes are those of the wire contract; where that has none, 20000 plus the HTTP
 * status. A message says what happened, then what to do.
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
        super(message, null, false, false); // without a stack trace: a refusal is no fault
        this.status = status;
        this.code = code;
        this.headers = Map.copyOf(headers);
    }

    public static ApiError of(int status, String message) {
        return of(status, GENERAL + status, message);
    }

    public static ApiError of(int status, int code, String message) {
        return new ApiError(status, code, message, Map.of());
    }

    public static ApiError notAuthenticated(String realm) {
        String challenge = "Basic realm=\"" + realm.replaceAll("[^\\p{Alnum} ._-]", "?") + "\"";
        return new ApiError(
                401,
                NOT_AUTHENTICATED,
                "Authentication required: send a client's id and secret (Basic), or an access token (Bearer)",
                Map.of("WWW-Authenticate", challenge));
    }

    public static ApiError forbidden(String message) {
        return of(403, message);
    }

    public static ApiError notFound(String path) {
        return of(404, "The requested resource " + path + " was not found");
    }

    public static ApiError methodNotAllowed(String method, String allowed) {
        return new ApiError(405, GENERAL + 405, methodNotAllowed(method), Map.of("Allow", allowed));
    }

    public static String methodNotAllowed(String method) {
        return "The method " + method + " is not allowed for this path";
    }

    public static ApiError parameter(String name, String problem) {
        return of(400, INVALID_PARAMETER, name + ": " + problem);
    }

    public static ApiError unavailable() {
        return of(503, "The service is temporarily unavailable. No code was accepted; try again later");
    }

    public static ApiError fault() {
        return of(500, "Internal server error; see the server's log");
    }

    public int status() {
        return status;
    }

    public Map<String, String> headers() {
        return headers;
    }

    /** Returns the body of the response. */
    public Map<String, Object> representation() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("code", code);
        body.put("message", getMessage());
        body.put("more_info", "https://www.twilio.com/docs/errors/" + code);
        body.put("status", status);
        return body;
    }
}
