package io.verifytotp.keycloak.rest.http;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Body of every response from status 400 on. */
record ErrorRepresentation(
        @JsonProperty("code") int code,
        @JsonProperty("message") String message,
        @JsonProperty("more_info") String moreInfo,
        @JsonProperty("status") int status) {

    ErrorRepresentation(int code, String message, int status) {
        this(code, message, "https://www.twilio.com/docs/errors/" + code, status);
    }
}
