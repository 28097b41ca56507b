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
 * @param issuer what the app shows as the organisation; label prefix and parameter alike
 * @param account what the app shows as the account
 * @param image address of a picture that some apps show, absolute https; most apps ignore it
 */
public record OtpAuthUri(String issuer, String account, Seed seed, TotpParameters parameters, Optional<URI> image) {

    public OtpAuthUri {
        issuer = withoutColon(issuer);
        account = withoutColon(account);
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

    /** The colon parts issuer and account, and apps decode before they split, so neither may contain one. */
    private static String withoutColon(String text) {
        return text.replace(':', ' ').strip().replaceAll("\\s+", " ");
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
