package io.verifytotp.keycloak.it.support.http;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;

/** Where an {@link HttpLogin} stands: at a page of Keycloak's, or back at the application. */
public record HttpPage(int status, URI uri, HttpHeaders headers, Html html, Optional<Redirect> redirect) {
    public static HttpPage of(HttpResponse<String> response) {
        return new HttpPage(
                response.statusCode(), response.uri(), response.headers(), new Html(response.body()), Optional.empty());
    }

    public static HttpPage application(HttpResponse<String> response, URI callback) {
        return new HttpPage(
                response.statusCode(), callback, response.headers(), new Html(""), Optional.of(new Redirect(callback)));
    }

    public boolean isLoggedIn() {
        return redirect.flatMap(to -> to.parameter("code")).isPresent();
    }

    public boolean asksForPassword() {
        return html.hasField("password");
    }

    public boolean asksForCode() {
        return html.hasField("code") && !isEnrollment();
    }

    public boolean isEnrollment() {
        return html.hasId("verify-totp-qr");
    }

    /** The public ids of the factors to choose from; empty where there is no choice. */
    public List<String> factors() {
        return html.values("factor");
    }

    /** The authorization code that the application got. */
    public String authorizationCode() {
        return redirect.orElseThrow(() -> new AssertionError("Still at Keycloak: " + this))
                .code();
    }

    /** What the page complains about: at a field, or else above the form. Empty if it does not complain. */
    public String error() {
        return html.textOf("\\bid=\"input-error-(?!container)[\\w-]*\"")
                .or(() -> html.textOf("\\bclass=\"[^\"]*\\bkc-feedback-text\\b[^\"]*\""))
                .or(() -> html.text("kc-error-message"))
                .orElse("");
    }

    /** The new factor as the page offers it to an app on the same device. */
    public String otpAuthUri() {
        return html.attribute("verify-totp-link", "href")
                .orElseThrow(() -> new AssertionError("Not an enrollment page: " + this));
    }

    public String manualKey() {
        return html.text("verify-totp-key").orElseThrow(() -> new AssertionError("Not an enrollment page: " + this));
    }

    public URI formAction() {
        return uri.resolve(html.formAction().orElseThrow(() -> new AssertionError("No form in " + this)));
    }

    @Override
    public String toString() {
        return "HttpPage[status=%d, uri=%s, title=%s, error=%s]"
                .formatted(status, uri, html.text("kc-page-title").orElse("none"), error());
    }
}
