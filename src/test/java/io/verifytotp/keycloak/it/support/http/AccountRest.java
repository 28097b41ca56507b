package io.verifytotp.keycloak.it.support.http;

import io.verifytotp.keycloak.it.support.realm.TestRealm;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;

/** Keycloak's REST API for users' own accounts. */
public final class AccountRest {
    private AccountRest() {}

    public static URI uri(TestRealm realm, String path) {
        return realm.uri("/account/" + path);
    }

    public static Reply send(TestRealm realm, String method, String path, String body, Map<String, String> headers) {
        HttpRequest.Builder request = Http.request(uri(realm, path))
                .header("Accept", "application/json")
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return Reply.of(Http.send(request));
    }
}
