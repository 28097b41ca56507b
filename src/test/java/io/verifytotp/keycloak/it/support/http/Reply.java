package io.verifytotp.keycloak.it.support.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.Json;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;

/** What a REST API answered. */
public record Reply(int status, JsonNode body, HttpHeaders headers) {
    public static Reply of(HttpResponse<String> response) {
        return new Reply(response.statusCode(), Json.parse(response.body()), response.headers());
    }

    /** This reply, or an AssertionError that shows the body if the status is another one. */
    public Reply expect(int expected) {
        if (status != expected) {
            throw new AssertionError("Expected status " + expected + ", got " + status + ": " + body);
        }
        return this;
    }

    /** The id of what a POST has created: the last part of its Location. */
    public String createdId() {
        String location = headers.firstValue("Location")
                .orElseThrow(() -> new AssertionError("No Location in the answer with status " + status));
        return location.substring(location.lastIndexOf('/') + 1);
    }
}
