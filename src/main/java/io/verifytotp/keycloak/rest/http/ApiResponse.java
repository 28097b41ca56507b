package io.verifytotp.keycloak.rest.http;

import java.util.Objects;
import java.util.Optional;

/** What an operation answers where it is not refused. */
public record ApiResponse(int status, Optional<Object> body) {
    public ApiResponse {
        Objects.requireNonNull(body, "body");
    }

    public static ApiResponse ok(Object body) {
        return new ApiResponse(200, Optional.of(body));
    }

    public static ApiResponse created(Object body) {
        return new ApiResponse(201, Optional.of(body));
    }

    public static ApiResponse gone() {
        return new ApiResponse(204, Optional.empty());
    }
}
