package io.verifytotp.keycloak.bench;

import io.verifytotp.keycloak.it.support.http.Callback;
import io.verifytotp.keycloak.it.support.http.Http;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** A login whose first page, for user name and password, has been opened. */
record StartedLogin(URI action, String cookies) {
    static StartedLogin of(TestRealm realm, String clientId, Map<String, String> more) {
        URI uri = realm.uri("/protocol/openid-connect/auth?"
                + Http.encode(Map.of(
                        "client_id",
                        clientId,
                        "redirect_uri",
                        Callback.uri().toString(),
                        "response_type",
                        "code",
                        "scope",
                        "openid",
                        "state",
                        UUID.randomUUID().toString()))
                + more.entrySet().stream()
                        .map(parameter -> '&' + parameter.getKey() + '=' + parameter.getValue())
                        .collect(Collectors.joining()));
        HttpResponse<String> response = Http.send(Http.request(uri));
        String cookies = response.headers().allValues("Set-Cookie").stream()
                .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
                .collect(Collectors.joining("; "));
        return new StartedLogin(HttpPage.of(response).formAction(), cookies);
    }

    String path() {
        return action.getRawPath() + '?' + action.getRawQuery();
    }

    String cookieHeader() {
        return "Cookie: " + cookies;
    }
}
