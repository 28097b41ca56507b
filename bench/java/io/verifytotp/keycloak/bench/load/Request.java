package io.verifytotp.keycloak.bench.load;

import io.verifytotp.keycloak.it.support.http.Http;
import java.util.Map;

/**
 * One piece of work for the load generator, prepared beforehand: a request, or two where the first one's answer is a form.
 *
 * @param header as {@code Name: value}; empty for none
 * @param second body for the form that the first answer shows; empty where there is no second request
 * @param expected text that the last answer must hold: as its status, its {@code Location} or a part of its body
 */
public record Request(String method, String path, String header, String body, String second, String expected) {
    public static Request post(String path, String header, Map<String, String> form, String expected) {
        return new Request("POST", path, header, Http.encode(form), "", expected);
    }

    public static Request get(String path, String header, String expected) {
        return new Request("GET", path, header, "", "", expected);
    }

    public Request then(Map<String, String> form) {
        return new Request(method, path, header, body, Http.encode(form), expected);
    }

    String line() {
        return String.join("\t", method, path, header, body, second, expected);
    }
}
