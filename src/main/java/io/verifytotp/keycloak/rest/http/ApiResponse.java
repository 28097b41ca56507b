package io.verifytotp.keycloak.rest.http;

import java.util.Optional;

/** Successful response of an operation. */
public record ApiResponse(int status, Optional<Object> body) {
    public static ApiResponse ok(Object body) {
        return new ApiResponse(200, Optional.of(body));
    }

    public static ApiResponse created(Object body) {
        return new ApiResponse(201, Optional.of(body));
    }

    public static ApiResponse noContent() {
        return new ApiResponse(204, Optional.empty());
    }
}
