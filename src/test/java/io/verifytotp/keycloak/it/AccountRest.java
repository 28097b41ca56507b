package io.verifytotp.keycloak.it;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;

/** Keycloak's REST API for users' own accounts. */
final class AccountRest {
    private AccountRest() {}

    static URI uri(TestRealm realm, String path) {
        return realm.uri("/account/" + path);
    }

    static Reply send(TestRealm realm, String method, String path, String body, Map<String, String> headers) {
        HttpRequest.Builder request = Http.request(uri(realm, path))
                .header("Accept", "application/json")
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return Reply.of(Http.send(request));
    }
}
