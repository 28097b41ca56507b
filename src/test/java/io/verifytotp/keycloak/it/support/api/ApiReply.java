package io.verifytotp.keycloak.it.support.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.Json;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.StreamSupport;

/** What the Verify API answered. */
public record ApiReply(int status, JsonNode body, HttpHeaders headers, String text) {
    private static final String MORE_INFO = "https://www.twilio.com/docs/errors/";

    public static ApiReply of(HttpResponse<String> response) {
        return new ApiReply(response.statusCode(), Json.parse(response.body()), response.headers(), response.body());
    }

    /** This reply, or an AssertionError that shows the body if the status is another one. */
    public ApiReply expect(int expected) {
        assertThat(status).as(text).isEqualTo(expected);
        return this;
    }

    /** An error as Twilio's SDKs read it, and nothing that would make them sleep or show an operator's secrets. */
    public ApiReply expectError(int expectedStatus, int expectedCode) {
        expect(expectedStatus);
        assertThat(code()).as(text).isEqualTo(expectedCode);
        assertThat(body.path("status").asInt()).as(text).isEqualTo(expectedStatus);
        assertThat(field("more_info")).as(text).isEqualTo(MORE_INFO + expectedCode);
        assertThat(message()).as(text).isNotBlank();
        assertThat(headers.firstValue("Retry-After")).isEmpty();
        return this;
    }

    /** A value that is refused: the message begins with the parameter's name on the wire. */
    public ApiReply expectInvalid(String parameter) {
        expectError(400, 60306);
        assertThat(message()).startsWith(parameter + ": ");
        return this;
    }

    public ApiReply expectNotFound() {
        return expectError(404, 20404);
    }

    public int code() {
        return body.path("code").asInt();
    }

    public String message() {
        return field("message");
    }

    public String sid() {
        return field("sid");
    }

    /** A key's value as text, empty where it is missing; or one further down, as {@code binding/secret}. */
    public String field(String path) {
        return body.at('/' + path).asText("");
    }

    /** The value of each element of the page under that key. */
    public List<String> fields(String list, String key) {
        return StreamSupport.stream(body.path(list).spliterator(), false)
                .map(element -> element.path(key).asText())
                .toList();
    }
}
