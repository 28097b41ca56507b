package io.verifytotp.keycloak.it;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** A client's key for DPoP (RFC 9449), and the proofs that it signs. */
final class DpopKey {
    private static final int COORDINATE = 32;

    private final KeyPair pair;

    private DpopKey(KeyPair pair) {
        this.pair = pair;
    }

    static DpopKey generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return new DpopKey(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A proof for a request without a token, such as the token request itself. */
    String proof(String method, URI uri, Instant now) {
        return sign(claims(method, uri, now));
    }

    /** A proof for a request with that access token. */
    String proof(String method, URI uri, Instant now, String token) {
        Map<String, Object> claims = claims(method, uri, now);
        claims.put("ath", base64(sha256(token)));
        return sign(claims);
    }

    private static Map<String, Object> claims(String method, URI uri, Instant now) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("htm", method);
        claims.put("htu", uri.toString());
        claims.put("iat", now.getEpochSecond());
        return claims;
    }

    private String sign(Map<String, Object> claims) {
        ECPublicKey key = (ECPublicKey) pair.getPublic();
        Map<String, Object> jwk = Map.of(
                "kty",
                "EC",
                "crv",
                "P-256",
                "x",
                base64(coordinate(key.getW().getAffineX().toByteArray())),
                "y",
                base64(coordinate(key.getW().getAffineY().toByteArray())));
        String content = base64(Json.write(Map.of("typ", "dpop+jwt", "alg", "ES256", "jwk", jwk)))
                + '.'
                + base64(Json.write(claims));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(pair.getPrivate());
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + '.' + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** With a length of its own, whatever the number's leading zeros. */
    private static byte[] coordinate(byte[] number) {
        byte[] fixed = new byte[COORDINATE];
        byte[] end = Arrays.copyOfRange(number, Math.max(0, number.length - COORDINATE), number.length);
        System.arraycopy(end, 0, fixed, COORDINATE - end.length, end.length);
        return fixed;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(String text) {
        return base64(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
