package io.verifytotp.keycloak.it.support.realm;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The user's phone. It computes RFC 6238 codes with code of its own, so that a mistake in ours cannot hide. Takes
 * an otpauth URI as apps do: SHA-1, 6 digits and 30 s where the URI does not say.
 */
public final class AuthenticatorApp {
    private final String label;
    private final Map<String, String> parameters;

    private AuthenticatorApp(String label, Map<String, String> parameters) {
        this.label = label;
        this.parameters = parameters;
    }

    public static AuthenticatorApp scan(String otpAuthUri) {
        URI uri = URI.create(otpAuthUri);
        if (!"otpauth".equals(uri.getScheme()) || !"totp".equals(uri.getHost())) {
            throw new IllegalArgumentException("No TOTP factor: " + otpAuthUri);
        }
        Map<String, String> parameters = Arrays.stream(uri.getRawQuery().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> percentDecoded(pair[1])));
        return new AuthenticatorApp(uri.getPath().substring(1), parameters);
    }

    /** A key that somebody types in: apps then assume the default parameters. */
    public static AuthenticatorApp typed(String key) {
        return new AuthenticatorApp("", Map.of("secret", key));
    }

    public String codeAt(Instant instant) {
        long step = Math.floorDiv(instant.getEpochSecond(), period().toSeconds());
        byte[] mac = mac(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
        int offset = mac[mac.length - 1] & 0xF;
        int truncated = ByteBuffer.wrap(mac).getInt(offset) & Integer.MAX_VALUE;
        String decimal = "0".repeat(digits()) + truncated;
        return decimal.substring(decimal.length() - digits());
    }

    /** A code of the right length that is wrong at {@code instant} and around it. */
    public String wrongCodeAt(Instant instant) {
        for (int number = 0; ; number++) {
            String candidate = String.format(Locale.ROOT, "%0" + digits() + "d", number);
            if (!isNear(candidate, instant)) {
                return candidate;
            }
        }
    }

    /** Issuer and account, as the app lists the factor. */
    public String label() {
        return label;
    }

    public String issuer() {
        return parameters.get("issuer");
    }

    public String secret() {
        return parameters.get("secret");
    }

    public String algorithm() {
        return parameters.getOrDefault("algorithm", "SHA1");
    }

    public int digits() {
        return Integer.parseInt(parameters.getOrDefault("digits", "6"));
    }

    public Duration period() {
        return Duration.ofSeconds(Long.parseLong(parameters.getOrDefault("period", "30")));
    }

    private boolean isNear(String candidate, Instant instant) {
        for (int step = -5; step <= 5; step++) {
            if (candidate.equals(codeAt(instant.plus(period().multipliedBy(step))))) {
                return true;
            }
        }
        return false;
    }

    private byte[] mac(byte[] message) {
        String algorithm = "Hmac" + algorithm().toUpperCase(Locale.ROOT);
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(Base32Key.decode(secret()), algorithm));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A plus sign is a plus sign here: apps decode percent signs only. */
    private static String percentDecoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
