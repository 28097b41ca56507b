package io.verifytotp.keycloak.it;

import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/**
 * The cookies of one browser, by the path they are for. Java's own manager would send them back in the form of RFC 2965,
 * which no server reads any more.
 */
final class CookieJar {
    private final Map<String, HttpCookie> cookies = new ConcurrentSkipListMap<>();

    void keep(HttpHeaders headers) {
        headers.allValues("Set-Cookie").stream()
                .flatMap(header -> HttpCookie.parse(header).stream())
                .forEach(this::keep);
    }

    private void keep(HttpCookie cookie) {
        String key = cookie.getPath() + ' ' + cookie.getName();
        if (cookie.hasExpired()) {
            cookies.remove(key);
        } else {
            cookies.put(key, cookie);
        }
    }

    void send(HttpRequest.Builder request) {
        URI uri = request.build().uri();
        String header = cookies.values().stream()
                .filter(cookie -> cookie.getPath() == null || uri.getPath().startsWith(cookie.getPath()))
                .map(cookie -> cookie.getName() + '=' + cookie.getValue())
                .collect(Collectors.joining("; "));
        if (!header.isEmpty()) {
            request.header("Cookie", header);
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
