package io.verifytotp.keycloak.rest.http;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The body of every answer from 400 on. */
record ErrorRepresentation(
        @JsonProperty("code") int code,
        @JsonProperty("message") String message,
        @JsonProperty("more_info") String moreInfo,
        @JsonProperty("status") int status) {

    ErrorRepresentation(int code, String message, int status) {
        this(code, message, "https://www.twilio.com/docs/errors/" + code, status);
    }
}
