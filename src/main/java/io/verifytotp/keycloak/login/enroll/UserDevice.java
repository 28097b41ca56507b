package io.verifytotp.keycloak.login.enroll;

import java.util.Optional;
import java.util.regex.Pattern;
import org.keycloak.http.HttpRequest;

/** Guesses the kind of device from the browser's headers. Keycloak's own guess does not know tablets with Android. */
final class UserDevice {
    private static final Pattern HANDHELD = Pattern.compile("Mobi|Android|iPhone|iPad");

    private UserDevice() {}

    /** Returns whether it is a phone or tablet, which usually has the authenticator app. */
    static boolean isHandheld(HttpRequest request) {
        return isHandheld(header(request, "Sec-CH-UA-Mobile"), header(request, "User-Agent"));
    }

    static boolean isHandheld(Optional<String> mobileHint, Optional<String> userAgent) {
        return mobileHint.filter("?1"::equals).isPresent()
                || userAgent.filter(agent -> HANDHELD.matcher(agent).find()).isPresent();
    }

    private static Optional<String> header(HttpRequest request, String name) {
        return Optional.ofNullable(request.getHttpHeaders().getHeaderString(name));
    }
}
