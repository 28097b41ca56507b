package io.verifytotp.keycloak.domain.fake;

import java.math.BigInteger;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The phone: RFC 6238 once more, written apart from the production code, so that the two check each other. */
public final class AuthenticatorApp {
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private final byte[] secret;
    private final String mac;
    private final int digits;
    private final long period;

    private AuthenticatorApp(Map<String, String> parameters) {
        this.secret = base32(parameters.get("secret"));
        this.mac = "Hmac" + parameters.get("algorithm");
        this.digits = Integer.parseInt(parameters.get("digits"));
        this.period = Long.parseLong(parameters.get("period"));
    }

    /** The app after it has read the QR code. */
    public static AuthenticatorApp scan(String otpAuthUri) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : URI.create(otpAuthUri).getRawQuery().split("&", -1)) {
            String[] nameAndValue = pair.split("=", 2);
            parameters.put(nameAndValue[0], nameAndValue[1]);
        }
        return new AuthenticatorApp(parameters);
    }

    /** The code that the app shows at that time. */
    public String codeAt(Instant now) {
        return codeOfStep(stepAt(now));
    }

    /** A code that the app shows at no time near this one. */
    public String wrongCodeAt(Instant now) {
        Set<String> near = new HashSet<>();
        for (long step = stepAt(now) - 3; step <= stepAt(now) + 3; step++) {
            near.add(codeOfStep(step));
        }
        int guess = 0;
        while (near.contains(padded(guess))) {
            guess++;
        }
        return padded(guess);
    }

    private long stepAt(Instant now) {
        return Math.floorDiv(now.getEpochSecond(), period);
    }

    private String codeOfStep(long step) {
        byte[] hash = hmac(bytes(BigInteger.valueOf(step), Long.BYTES));
        int offset = hash[hash.length - 1] & 15;
        BigInteger truncated = new BigInteger(
                1, new byte[] {(byte) (hash[offset] & 127), hash[offset + 1], hash[offset + 2], hash[offset + 3]});
        return padded(truncated.mod(BigInteger.TEN.pow(digits)).intValueExact());
    }

    private byte[] hmac(byte[] message) {
        try {
            Mac hmac = Mac.getInstance(mac);
            hmac.init(new SecretKeySpec(secret, "RAW"));
            return hmac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String padded(int code) {
        return String.format(Locale.ROOT, "%0" + digits + "d", code);
    }

    private static byte[] base32(String text) {
        BigInteger value = BigInteger.ZERO;
        for (int i = 0; i < text.length(); i++) {
            value = value.shiftLeft(5).or(BigInteger.valueOf(BASE32.indexOf(text.charAt(i))));
        }
        return bytes(value.shiftRight(text.length() * 5 % 8), text.length() * 5 / 8);
    }

    /** The number as that many bytes, the most significant first. */
    private static byte[] bytes(BigInteger number, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = number.shiftRight(8 * (length - 1 - i)).byteValue();
        }
        return bytes;
    }
}
