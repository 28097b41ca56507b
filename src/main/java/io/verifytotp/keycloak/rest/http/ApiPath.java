package io.verifytotp.keycloak.rest.http;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Path of a request below the API's root, each segment decoded once. It is read from the raw address: JAX-RS decodes
 * before it splits, so that an encoded slash would split a segment.
 *
 * @param text the raw path, shortened, for messages
 */
public record ApiPath(String text, List<String> segments) {
    public static final String API = "verify-totp";

    static final String VERSION = "v2";
    private static final int LONGEST_MESSAGE = 256;

    public static ApiPath of(URI request) {
        String raw = request.getRawPath();
        // The realm may have the same name as the API, so the search begins after it.
        int afterRealm = raw.indexOf('/', raw.indexOf("/realms/") + "/realms/".length());
        String below = raw.substring(afterRealm + API.length() + 1);
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

    /** In a path, unlike in a query, a plus sign is no space. */
    private static String decoded(String segment) {
        return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Keycloak refuses paths that encode a character without need, such as the tilde (RFC 3986 §6.2.2.2). */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%7E", "~");
    }
}
