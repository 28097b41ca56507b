package io.verifytotp.keycloak.it.support.http;

import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;

/**
 * A browser without a screen and without JavaScript, with its own cookies: fast, and many of them can log in at the
 * same time. Each step takes the page that it answers, so that a test can also answer one page twice.
 */
public final class HttpLogin {
    private static final int MOST_REDIRECTS = 10;

    private final TestRealm realm;
    private final CookieJar cookies;

    public HttpLogin(TestRealm realm) {
        this(realm, new CookieJar());
    }

    private HttpLogin(TestRealm realm, CookieJar cookies) {
        this.realm = realm;
        this.cookies = cookies;
    }

    /** The same browser at this moment: what it sends does not wait for what this one is answered. */
    public HttpLogin twin() {
        return new HttpLogin(realm, cookies.copy());
    }

    /** The first page of a login, or the application at once where a session is there already. */
    public HttpPage start() {
        return start(Map.of());
    }

    public HttpPage start(Map<String, String> parameters) {
        return open(realm.authorizationUri(parameters));
    }

    public HttpPage password(HttpPage page, TestUser user) {
        return submit(page, Map.of("username", user.username(), "password", user.password()));
    }

    /** Up to the page that follows the password. */
    public HttpPage startWithPassword(TestUser user) {
        return password(start(), user);
    }

    public HttpPage code(HttpPage page, String code) {
        return submit(page, Map.of("code", code));
    }

    public HttpPage code(HttpPage page, String code, String factor) {
        return submit(page, Map.of("code", code, "factor", factor));
    }

    /** Proves the factor on an enrollment page. */
    public HttpPage enroll(HttpPage page, String code, String label) {
        return submit(page, Map.of("code", code, "label", label));
    }

    /** Sends the page's form with its hidden fields, and these on top. */
    public HttpPage submit(HttpPage page, Map<String, String> fields) {
        Map<String, String> all = new HashMap<>(page.html().hiddenFields());
        all.putAll(fields);
        return post(page.formAction(), all);
    }

    /** A form that no page has offered in this way. */
    public HttpPage post(URI uri, Map<String, String> fields) {
        return follow(Http.postForm(uri, fields));
    }

    /** Sends the page's form and stays there: where the answer would lead to. */
    public URI submitWithoutFollowing(HttpPage page, Map<String, String> fields) {
        Map<String, String> all = new HashMap<>(page.html().hiddenFields());
        all.putAll(fields);
        HttpRequest.Builder request = Http.postForm(page.formAction(), all);
        cookies.send(request);
        HttpResponse<String> response = Http.send(request);
        cookies.keep(response.headers());
        return response.uri()
                .resolve(response.headers()
                        .firstValue("Location")
                        .orElseThrow(() -> new AssertionError("No redirect: " + HttpPage.of(response))));
    }

    public HttpPage open(URI uri) {
        return follow(Http.request(uri));
    }

    public Tokens exchange(HttpPage loggedIn) {
        return realm.exchange(loggedIn.authorizationCode());
    }

    /** Takes the cookies of an answer that another client got, such as an administrator's console. */
    public void take(HttpHeaders headers) {
        cookies.keep(headers);
    }

    /** As another browser, or as after closing this one. */
    public void forgetCookies() {
        cookies.clear();
    }

    private HttpPage follow(HttpRequest.Builder request) {
        HttpRequest.Builder next = request;
        for (int i = 0; i < MOST_REDIRECTS; i++) {
            cookies.send(next);
            likeABrowser(next);
            HttpResponse<String> response = Http.send(next);
            cookies.keep(response.headers());
            if (response.headers().firstValue("Location").isEmpty()) {
                return HttpPage.of(response);
            }
            URI location = response.uri()
                    .resolve(response.headers().firstValue("Location").get());
            if (Callback.isAt(location)) {
                return HttpPage.application(response, location);
            }
            next = Http.request(location);
        }
        throw new AssertionError("More than " + MOST_REDIRECTS + " redirects");
    }

    /** Web servers in front of applications send browsers to the login, and refuse programs. */
    private void likeABrowser(HttpRequest.Builder request) {
        URI keycloak = realm.keycloak().baseUrl();
        if (!request.build().uri().getAuthority().equals(keycloak.getAuthority())) {
            request.setHeader("Accept", "text/html");
        }
    }
}
