package io.verifytotp.keycloak.rest.csv;

import io.verifytotp.keycloak.rest.csv.TotpTexts.Part;
import io.verifytotp.keycloak.rest.http.ApiError;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Reads otpauth URIs (Key URI format) as apps and other systems export them. Label, issuer and unknown parameters are
 * ignored. Nothing of the JDK parses them, because its exceptions repeat the text.
 */
final class OtpAuthText {
    private static final String SCHEME = "otpauth://";
    private static final String MIGRATION = "otpauth-migration:";
    private static final int HEXADECIMAL = 16;

    private OtpAuthText() {}

    /** Returns seed and parameters of a URI; throws the API's 400 if it is not one of a TOTP factor. */
    static TotpTexts parse(String uri) {
        String small = uri.toLowerCase(Locale.ROOT);
        if (small.startsWith(MIGRATION)) {
            throw refused("is an export of Google Authenticator; docs/migrate.md has a command that converts it");
        }
        if (!small.startsWith(SCHEME)) {
            throw refused("must begin with otpauth://totp/");
        }
        String[] parts = uri.substring(SCHEME.length()).split("#", 2)[0].split("\\?", 2);
        requireTotp(parts[0].split("/", 2)[0].toLowerCase(Locale.ROOT));
        Map<String, String> parameters = parameters(parts.length == 2 ? parts[1] : "");
        if (parameters.containsKey("encoder")) {
            throw refused("has an encoder, such as Steam's; only codes of digits are supported");
        }
        Map<Part, String> texts = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            if (parameters.containsKey(part.parameter())) {
                texts.put(part, parameters.getOrDefault(part.parameter(), ""));
            }
        }
        return new TotpTexts(texts, true);
    }

    private static void requireTotp(String type) {
        switch (type) {
            case "totp" -> {
                // the one type that is supported
            }
            case "hotp" -> throw refused("is of type hotp, which counts; only totp is supported");
            case "steam" -> throw refused("is of type steam; only totp is supported");
            default -> throw refused("must begin with otpauth://totp/");
        }
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : query.split("&", -1)) {
            String[] both = pair.split("=", 2);
            if (parameters.put(decoded(both[0]), both.length == 2 ? decoded(both[1]) : "") != null) {
                throw refused("has a parameter twice");
            }
        }
        return parameters;
    }

    /** Decodes %XX; a plus sign stands for itself (RFC 3986). */
    private static String decoded(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < encoded.length; i++) {
            if (encoded[i] != '%') {
                bytes.write(encoded[i]);
                continue;
            }
            int high = digit(encoded, i + 1);
            int low = digit(encoded, i + 2);
            bytes.write(high * HEXADECIMAL + low);
            i += 2;
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static int digit(byte[] encoded, int index) {
        int digit = index < encoded.length ? Character.digit(encoded[index], HEXADECIMAL) : -1;
        if (digit < 0) {
            throw refused("has a percent sign that no two hexadecimal digits follow; write it as %25");
        }
        return digit;
    }

    private static ApiError refused(String problem) {
        return ApiError.parameter("uri", problem);
    }
}
