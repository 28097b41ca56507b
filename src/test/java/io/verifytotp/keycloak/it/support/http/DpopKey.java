package io.verifytotp.keycloak.it.support.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.verifytotp.keycloak.it.support.Json;
import java.math.BigInteger;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** A key to which Keycloak binds tokens (RFC 9449), as a client holds it. */
public record DpopKey(KeyPair keys) {
    private static final int COORDINATE_BYTES = 32;

    public static DpopKey make() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return new DpopKey(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A proof for a request without a token. */
    public String proof(String method, URI uri, Instant now) {
        return signed(claims(method, uri, now));
    }

    /** A proof for a request with that token. */
    public String proof(String method, URI uri, Instant now, String accessToken) {
        Map<String, Object> claims = claims(method, uri, now);
        claims.put("ath", digest(accessToken));
        return signed(claims);
    }

    private static Map<String, Object> claims(String method, URI uri, Instant now) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("htm", method);
        claims.put("htu", uri.toString());
        claims.put("iat", now.getEpochSecond());
        return claims;
    }

    private String signed(Map<String, Object> claims) {
        ECPublicKey key = (ECPublicKey) keys.getPublic();
        Map<String, Object> jwk = Map.of(
                "kty",
                "EC",
                "crv",
                "P-256",
                "x",
                coordinate(key.getW().getAffineX()),
                "y",
                coordinate(key.getW().getAffineY()));
        Map<String, Object> header = Map.of("typ", "dpop+jwt", "alg", "ES256", "jwk", jwk);
        String content = base64(Json.write(header).getBytes(UTF_8))
                + '.'
                + base64(Json.write(claims).getBytes(UTF_8));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(keys.getPrivate());
            signature.update(content.getBytes(UTF_8));
            return content + '.' + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String digest(String text) {
        try {
            return base64(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String coordinate(BigInteger number) {
        byte[] bytes = new byte[COORDINATE_BYTES];
        byte[] given = number.toByteArray();
        int length = Math.min(given.length, COORDINATE_BYTES);
        System.arraycopy(given, given.length - length, bytes, COORDINATE_BYTES - length, length);
        return base64(bytes);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
