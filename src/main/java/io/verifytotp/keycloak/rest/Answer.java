package io.verifytotp.keycloak.rest;

import java.util.Objects;
import java.util.Optional;

/** What an operation answers where it is not refused. */
record Answer(int status, Optional<Object> body) {
    Answer {
        Objects.requireNonNull(body, "body");
    }

    static Answer ok(Object body) {
        return new Answer(200, Optional.of(body));
    }

    static Answer created(Object body) {
        return new Answer(201, Optional.of(body));
    }

    static Answer gone() {
        return new Answer(204, Optional.empty());
    }
}
