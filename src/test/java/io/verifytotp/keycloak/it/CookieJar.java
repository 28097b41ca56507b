package io.verifytotp.keycloak.it;

import java.net.HttpCookie;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/**
 * The cookies of one browser, each sent below its path only, so that two realms of one server stay apart. Java's own
 * manager would send them back in the form of RFC 2965, which no server reads any more.
 */
final class CookieJar {
    private final Map<String, HttpCookie> cookies = new ConcurrentSkipListMap<>();

    void keep(HttpHeaders headers) {
        headers.allValues("Set-Cookie").stream()
                .flatMap(header -> HttpCookie.parse(header).stream())
                .forEach(this::keep);
    }

    private void keep(HttpCookie cookie) {
        String key = cookie.getName() + " " + path(cookie);
        if (cookie.hasExpired()) {
            cookies.remove(key);
        } else {
            cookies.put(key, cookie);
        }
    }

    void send(HttpRequest.Builder request) {
        String target = request.copy().build().uri().getPath();
        String header = cookies.values().stream()
                .filter(cookie -> target.startsWith(path(cookie)))
                .map(cookie -> cookie.getName() + '=' + cookie.getValue())
                .collect(Collectors.joining("; "));
        if (!header.isEmpty()) {
            request.header("Cookie", header);
        }
    }

    private static String path(HttpCookie cookie) {
        return cookie.getPath() == null ? "/" : cookie.getPath();
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
