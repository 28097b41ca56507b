package io.verifytotp.keycloak.it.support.api;

import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.http.Http;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A request to the Verify API, down to what no well-behaved client sends. The path starts after the API's root. */
public record ApiRequest(String method, String path, List<String> headers, Optional<String> body) {
    private static final String FORM = "application/x-www-form-urlencoded";

    public static ApiRequest of(String method, String path) {
        return new ApiRequest(method, path, List.of(), Optional.empty());
    }

    public static ApiRequest post(String path, Form form) {
        ApiRequest request = of("POST", path);
        return form.isEmpty() ? request : request.formBody(form.encoded());
    }

    /** One more header, also of a name that is there already. */
    public ApiRequest header(String name, String value) {
        List<String> more = new ArrayList<>(headers);
        more.add(name);
        more.add(value);
        return new ApiRequest(method, path, more, body);
    }

    public ApiRequest body(String contentType, String text) {
        return new ApiRequest(method, path, headers, Optional.of(text)).header("Content-Type", contentType);
    }

    /** A body that says it is a form, whatever it is. */
    public ApiRequest formBody(String text) {
        return body(FORM, text);
    }

    public HttpRequest.Builder to(URI root) {
        BodyPublisher publisher = body.map(BodyPublishers::ofString).orElseGet(BodyPublishers::noBody);
        HttpRequest.Builder request = Http.request(URI.create(root + path)).method(method, publisher);
        for (int i = 0; i < headers.size(); i += 2) {
            request.header(headers.get(i), headers.get(i + 1));
        }
        return request;
    }
}
