package io.verifytotp.keycloak.it;

import java.net.HttpCookie;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/**
 * The cookies of one browser at one realm. Java's own manager would send them back in the form of RFC 2965, which no
 * server reads any more.
 */
final class CookieJar {
    private final Map<String, String> cookies = new ConcurrentSkipListMap<>();

    void keep(HttpHeaders headers) {
        headers.allValues("Set-Cookie").stream()
                .flatMap(header -> HttpCookie.parse(header).stream())
                .forEach(this::keep);
    }

    private void keep(HttpCookie cookie) {
        if (cookie.hasExpired()) {
            cookies.remove(cookie.getName());
        } else {
            cookies.put(cookie.getName(), cookie.getValue());
        }
    }

    void send(HttpRequest.Builder request) {
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + '=' + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
    }

    CookieJar copy() {
        CookieJar copy = new CookieJar();
        copy.cookies.putAll(cookies);
        return copy;
    }

    void clear() {
        cookies.clear();
    }
}
