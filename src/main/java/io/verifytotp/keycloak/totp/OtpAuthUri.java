package io.verifytotp.keycloak.totp;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The otpauth URI (Key URI format) that an authenticator app reads from a QR code or a link on the same device. It
 * contains the seed, so it is shown on the enrollment page only and never logged, stored or sent elsewhere.
 *
 * @param issuer organisation that the app shows, label prefix and parameter; {@code Keycloak} if it has no visible
 *     character
 * @param account account that the app shows; {@code user} if it has no visible character
 * @param image absolute https URL of a picture; most apps ignore it
 */
public record OtpAuthUri(String issuer, String account, Seed seed, TotpParameters parameters, Optional<URI> image) {
    /** Maximum encoded length of issuer and of account, so that the whole URI fits into a QR code. */
    private static final int MAX_ENCODED = 300;

    private static final String NO_ISSUER = "Keycloak";
    private static final String NO_ACCOUNT = "user";

    public OtpAuthUri {
        issuer = name(issuer, NO_ISSUER);
        account = name(account, NO_ACCOUNT);
    }

    /** Returns the URI with all parameters, in the order secret, issuer, algorithm, digits, period, image. */
    public String expose() {
        return "otpauth://totp/" + encoded(issuer) + ":" + encoded(account)
                + "?secret=" + seed.exposeBase32()
                + "&issuer=" + encoded(issuer)
                + "&algorithm=" + parameters.algorithm().uriName()
                + "&digits=" + parameters.digits()
                + "&period=" + parameters.period().toSeconds()
                + image.map(uri -> "&image=" + encoded(uri.toString())).orElse("");
    }

    /**
     * Removes colons, because apps decode the label before they split it at the colon. Replaces an empty name, because
     * apps refuse it or show an entry that can't be identified.
     */
    private static String name(String text, String otherwise) {
        String name = VisibleText.oneLine(text.replace(':', ' '));
        return name.isEmpty() ? otherwise : shortened(name);
    }

    /** Cuts a very long name; its beginning is enough to recognise it. */
    private static String shortened(String text) {
        String shortened = text;
        while (encoded(shortened).length() > MAX_ENCODED) {
            shortened = shortened.substring(0, shortened.offsetByCodePoints(shortened.length(), -1));
        }
        return shortened;
    }

    /** Encodes all but unreserved characters (RFC 3986 §2.3) as %XX of their UTF-8 bytes; a space is %20, never plus. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    @Override
    public String toString() {
        return "OtpAuthUri[" + seed + "]";
    }
}
