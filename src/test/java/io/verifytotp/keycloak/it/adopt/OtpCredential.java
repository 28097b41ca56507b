package io.verifytotp.keycloak.it.adopt;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.verifytotp.keycloak.it.support.Json;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.SecondFactors;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.codec.binary.Base32;

/** A credential of Keycloak's own OTP, as its versions store it, and the app that has its seed. */
record OtpCredential(String secret, String encoding, String subType, int digits, int period, String algorithm) {
    static final String LABEL = "Old phone";

    /** As the usual policy makes it: the characters of the secret are the seed. */
    static OtpCredential usual() {
        return totp(6, 30, "HmacSHA1");
    }

    static OtpCredential totp(int digits, int period, String algorithm) {
        return new OtpCredential("abcdefghijklmnopqrst", "", "totp", digits, period, algorithm);
    }

    static OtpCredential hotp() {
        return new OtpCredential("abcdefghijklmnopqrst", "", "hotp", 6, 0, "HmacSHA1");
    }

    /** As 26.7 stores seeds that are not characters. */
    OtpCredential inBase32() {
        return new OtpCredential(new Base32().encodeToString(seed()), "BASE32", subType, digits, period, algorithm);
    }

    OtpCredential withSecret(String other) {
        return new OtpCredential(other, encoding, subType, digits, period, algorithm);
    }

    private byte[] seed() {
        return encoding.isEmpty() ? secret.getBytes(UTF_8) : new Base32().decode(secret);
    }

    AuthenticatorApp app() {
        String key = new Base32().encodeToString(seed()).replace("=", "");
        return AuthenticatorApp.scan("otpauth://totp/Owl?secret=" + key + "&digits=" + digits + "&period=" + period
                + "&algorithm=" + algorithm.substring("Hmac".length()));
    }

    Map<String, Object> representation() {
        return representation(LABEL);
    }

    Map<String, Object> representation(String label) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("subType", subType);
        data.put("digits", digits);
        data.put("counter", 0);
        data.put("period", period);
        data.put("algorithm", algorithm);
        if (!encoding.isEmpty()) {
            data.put("secretEncoding", encoding);
        }
        return raw(label, Json.write(Map.of("value", secret)), Json.write(data));
    }

    /** A credential with any text where Keycloak expects JSON. */
    static Map<String, Object> raw(String label, String secretData, String credentialData) {
        return Map.of(
                "type",
                SecondFactors.OTP,
                "userLabel",
                label,
                "secretData",
                secretData,
                "credentialData",
                credentialData);
    }

    void addTo(TestRealm realm, TestUser user) {
        add(realm, user, List.of(representation()));
    }

    static void add(TestRealm realm, TestUser user, List<Map<String, Object>> credentials) {
        realm.admin()
                .put(realm.path("/users/" + user.id()), Map.of("credentials", credentials))
                .expect(204);
    }
}
