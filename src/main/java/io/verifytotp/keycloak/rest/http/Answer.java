package io.verifytotp.keycloak.rest.http;

import java.util.Objects;
import java.util.Optional;

/** What an operation answers where it is not refused. */
public record Answer(int status, Optional<Object> body) {
    public Answer {
        Objects.requireNonNull(body, "body");
    }

    public static Answer ok(Object body) {
        return new Answer(200, Optional.of(body));
    }

    public static Answer created(Object body) {
        return new Answer(201, Optional.of(body));
    }

    public static Answer gone() {
        return new Answer(204, Optional.empty());
    }
}
