package io.verifytotp.keycloak.bench;

import io.verifytotp.keycloak.bench.load.Request;
import io.verifytotp.keycloak.bench.load.Scenario;
import io.verifytotp.keycloak.it.support.http.Http;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The page with the QR code, shown again and again to users who are to set up an app. */
final class EnrollmentPages implements Scenario {
    private static final String OURS = "Verify TOTP";
    private static final String KEYCLOAK = "Keycloak";
    private static final int USERS = 20;
    private static final int VIEWS = 25;

    private final BenchRealm realm;
    private final Map<String, List<Request>> views = new HashMap<>();

    EnrollmentPages(BenchRealm realm) {
        this.realm = realm;
    }

    /** Begins the logins when they are needed: Keycloak ends them after five minutes. */
    private List<Request> views(String kind) {
        return kind.equals(OURS)
                ? views("verify-totp-enroll", "id=\"verify-totp-qr\"")
                : views("CONFIGURE_TOTP", "data:image/png;base64");
    }

    private List<Request> views(String action, String qrCode) {
        return IntStream.range(0, USERS)
                .mapToObj(i -> view(action, action.toLowerCase(Locale.ROOT) + i, qrCode))
                .toList();
    }

    /** The user has given the password, and stands before the action. */
    private Request view(String action, String username, String qrCode) {
        Map<String, Object> representation = new HashMap<>(TestUser.representation(username));
        representation.put("requiredActions", List.of(action));
        TestUser user =
                new TestUser(realm.realm().admin().createUser(realm.realm().name(), representation), username);
        StartedLogin login = StartedLogin.of(realm.realm(), Introspection.PLAIN.clientId(), Map.of());
        HttpRequest.Builder password = Http.postForm(
                        login.action(), Map.of("username", user.username(), "password", user.password()))
                .header("Cookie", login.cookies());
        HttpResponse<String> answer = Http.send(password);
        String cookies = Stream.concat(
                        Stream.of(login.cookies()),
                        answer.headers().allValues("Set-Cookie").stream()
                                .map(cookie -> cookie.substring(0, cookie.indexOf(';'))))
                .collect(Collectors.joining("; "));
        URI page = URI.create(answer.headers().firstValue("Location").orElseThrow());
        return Request.get(page.getRawPath() + '?' + page.getRawQuery(), "Cookie: " + cookies, qrCode);
    }

    @Override
    public String name() {
        return "(e) enrollment page";
    }

    @Override
    public List<String> kinds() {
        return List.of(OURS, KEYCLOAK);
    }

    @Override
    public List<Request> requests(String kind) {
        return Collections.nCopies(VIEWS, views.computeIfAbsent(kind, this::views)).stream()
                .flatMap(List::stream)
                .toList();
    }
}
