package io.verifytotp.keycloak.it.support.walk;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.verifytotp.keycloak.it.support.Json;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** A passkey or security key that needs no browser: it signs what a device would sign (WebAuthn Level 2, 6.3.3). */
public final class SoftKey {
    private static final byte USER_PRESENT_AND_VERIFIED = 0x05;
    private static final byte[] NO_COUNTER = new byte[4];
    /** A map of five entries (RFC 9052): key type 2, algorithm -7, curve 1, and x as 32 bytes, which follow. */
    private static final byte[] COSE_UNTIL_X = {(byte) 0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20};
    /** The fifth: y as 32 bytes, which follow. */
    private static final byte[] COSE_UNTIL_Y = {0x22, 0x58, 0x20};

    private final KeyPair keys;
    private final byte[] id;

    private SoftKey(KeyPair keys, byte[] id) {
        this.keys = keys;
        this.id = id;
    }

    public static SoftKey make() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            byte[] id = new byte[32];
            new SecureRandom().nextBytes(id);
            return new SoftKey(generator.generateKeyPair(), id);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As Keycloak stores it. */
    public String credentialData() {
        return Json.write(Map.of(
                "aaguid",
                "00000000-0000-0000-0000-000000000000",
                "credentialId",
                Base64.getEncoder().encodeToString(id),
                "counter",
                0,
                "credentialPublicKey",
                base64(publicKey()),
                "attestationStatementFormat",
                "none"));
    }

    public PrivateKey privateKey() {
        return keys.getPrivate();
    }

    public byte[] id() {
        return id.clone();
    }

    /** Whether a page that lists keys lists this one. */
    public boolean isListed(Iterable<String> ids) {
        for (String listed : ids) {
            if (MessageDigest.isEqual(Base64.getUrlDecoder().decode(listed.replaceAll("=+$", "")), id)) {
                return true;
            }
        }
        return false;
    }

    /** The fields of Keycloak's form with the answer to a challenge. */
    public Map<String, String> answer(String challenge, String relyingParty, URI page, String userId) {
        Map<String, String> clientData = new LinkedHashMap<>();
        clientData.put("type", "webauthn.get");
        clientData.put("challenge", challenge);
        clientData.put("origin", page.getScheme() + "://" + page.getAuthority());
        byte[] client = Json.write(clientData).getBytes(UTF_8);
        ByteArrayOutputStream authenticator = new ByteArrayOutputStream();
        authenticator.writeBytes(sha256(relyingParty.getBytes(UTF_8)));
        authenticator.write(USER_PRESENT_AND_VERIFIED);
        authenticator.writeBytes(NO_COUNTER);
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        signed.writeBytes(authenticator.toByteArray());
        signed.writeBytes(sha256(client));
        return Map.of(
                "clientDataJSON",
                base64(client),
                "authenticatorData",
                base64(authenticator.toByteArray()),
                "signature",
                base64(sign(signed.toByteArray())),
                "credentialId",
                base64(id),
                "userHandle",
                base64(userId.getBytes(UTF_8)),
                "error",
                "");
    }

    private byte[] publicKey() {
        ECPublicKey key = (ECPublicKey) keys.getPublic();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(COSE_UNTIL_X);
        out.writeBytes(coordinate(key.getW().getAffineX()));
        out.writeBytes(COSE_UNTIL_Y);
        out.writeBytes(coordinate(key.getW().getAffineY()));
        return out.toByteArray();
    }

    private static byte[] coordinate(BigInteger number) {
        byte[] coordinate = new byte[32];
        byte[] given = number.toByteArray();
        int length = Math.min(given.length, coordinate.length);
        System.arraycopy(given, given.length - length, coordinate, coordinate.length - length, length);
        return coordinate;
    }

    private byte[] sign(byte[] content) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
