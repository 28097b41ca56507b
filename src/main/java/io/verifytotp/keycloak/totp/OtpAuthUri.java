package io.verifytotp.keycloak.totp;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/**
 * The otpauth URI that a QR code or a link on the same device hands to the authenticator app (Key URI format).
 * It holds the seed: it is shown once, on the enrollment page, and never logged, stored or sent elsewhere.
 *
 * @param issuer what the app shows as the organisation; label prefix and parameter alike; {@code Keycloak} where nothing
 *     of it can be shown
 * @param account what the app shows as the account; {@code user} where nothing of it can be shown
 * @param image address of a picture that some apps show, absolute https; most apps ignore it
 */
public record OtpAuthUri(String issuer, String account, Seed seed, TotpParameters parameters, Optional<URI> image) {

    /** Encoded characters of issuer and of account: both twice, the image and the rest still fit one QR code. */
    private static final int MAX_ENCODED = 300;

    private static final String NO_ISSUER = "Keycloak";
    private static final String NO_ACCOUNT = "user";

    public OtpAuthUri {
        issuer = name(issuer, NO_ISSUER);
        account = name(account, NO_ACCOUNT);
        Objects.requireNonNull(seed, "seed");
        Objects.requireNonNull(parameters, "parameters");
        Objects.requireNonNull(image, "image");
    }

    /** The URI, every parameter explicit, in the order secret, issuer, algorithm, digits, period, image. */
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
     * The colon parts issuer and account, and apps decode before they split, so neither may contain one. Nor may one be
     * empty: apps refuse such a URI, or show an entry that nobody can tell from others.
     */
    private static String name(String text, String otherwise) {
        String name = VisibleText.oneLine(text.replace(':', ' '));
        return name.isEmpty() ? otherwise : shortened(name);
    }

    /** Names are for people to recognise; of a very long one the beginning will do. */
    private static String shortened(String text) {
        String shortened = text;
        while (encoded(shortened).length() > MAX_ENCODED) {
            shortened = shortened.substring(0, shortened.offsetByCodePoints(shortened.length(), -1));
        }
        return shortened;
    }

    /** RFC 3986 §2.3: all but the unreserved characters as %XX of their UTF-8 bytes; a space is %20, never plus. */
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
