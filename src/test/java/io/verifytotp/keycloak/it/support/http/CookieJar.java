package io.verifytotp.keycloak.it.support.http;

import java.net.HttpCookie;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/**
 * The cookies of one browser at one server, where each realm has a path of its own. Java's own manager would send them
 * back in the form of RFC 2965, which no server reads any more.
 */
public final class CookieJar {
    private static final Comparator<Key> BY_PATH_AND_NAME =
            Comparator.comparing(Key::path).thenComparing(Key::name);

    private final Map<Key, String> cookies = new ConcurrentSkipListMap<>(BY_PATH_AND_NAME);

    public void keep(HttpHeaders headers) {
        headers.allValues("Set-Cookie").stream()
                .flatMap(header -> HttpCookie.parse(header).stream())
                .forEach(this::keep);
    }

    private void keep(HttpCookie cookie) {
        Key key = new Key(Optional.ofNullable(cookie.getPath()).orElse("/"), cookie.getName());
        if (cookie.hasExpired()) {
            cookies.remove(key);
        } else {
            cookies.put(key, cookie.getValue());
        }
    }

    public void send(HttpRequest.Builder request) {
        String path = request.build().uri().getPath();
        String header = cookies.entrySet().stream()
                .filter(cookie -> path.startsWith(cookie.getKey().path()))
                .map(cookie -> cookie.getKey().name() + '=' + cookie.getValue())
                .collect(Collectors.joining("; "));
        if (!header.isEmpty()) {
            request.header("Cookie", header);
        }
    }

    public CookieJar copy() {
        CookieJar copy = new CookieJar();
        copy.cookies.putAll(cookies);
        return copy;
    }

    public void clear() {
        cookies.clear();
    }

    private record Key(String path, String name) {}
}
