package io.verifytotp.keycloak.it.support.http;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Keycloak's answer to the application: the callback's address with its parameters. */
public record Redirect(URI uri) {
    /** The authorization code of a login that succeeded. */
    public String code() {
        return parameter("code").orElseThrow(() -> new AssertionError("No code in " + uri));
    }

    /** {@code success}, {@code cancelled} or {@code error}, after an action that the application had asked for. */
    public Optional<String> actionStatus() {
        return parameter("kc_action_status");
    }

    public Optional<String> parameter(String name) {
        String query = Optional.ofNullable(uri.getRawQuery()).orElse("");
        return Arrays.stream(query.split("&"))
                .filter(pair -> pair.startsWith(name + '='))
                .map(pair -> URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8))
                .findFirst();
    }
}
