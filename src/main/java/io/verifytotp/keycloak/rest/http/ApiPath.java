package io.verifytotp.keycloak.rest.http;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The path of a request after the API's root, each segment decoded once. Taken from the address as it was sent: JAX-RS
 * decodes before it splits, so that an encoded slash would part a segment.
 *
 * @param text as it was sent, for messages
 */
public record ApiPath(String text, List<String> segments) {
    /** Name of the API's root below a realm's address. */
    public static final String API = "verify-totp";

    private static final String VERSION = "v2";
    private static final int LONGEST_MESSAGE = 256;

    public static ApiPath of(URI request) {
        String raw = request.getRawPath();
        String marker = "/" + API;
        // The realm's name may be the same as our id, so the search begins behind it.
        int realms = raw.indexOf("/realms/");
        int afterRealm = raw.indexOf('/', realms + "/realms/".length());
        String below = raw.substring(afterRealm + marker.length());
        String text = below.length() > LONGEST_MESSAGE ? below.substring(0, LONGEST_MESSAGE) : below;
        String version = "/" + VERSION + "/";
        if (!below.startsWith(version)) {
            return new ApiPath(text, List.of());
        }
        return new ApiPath(
                text,
                Arrays.stream(below.substring(version.length()).split("/", -1))
                        .map(ApiPath::decoded)
                        .toList());
    }

    /** A plus is a plus in a path, not a space. */
    private static String decoded(String segment) {
        return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
