package io.verifytotp.keycloak.it.support.realm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Second factors of Keycloak's own that an administrator gives a user: nobody holds them, but they are there. */
public final class SecondFactors {
    public static final String OURS = "verify-totp";
    public static final String RECOVERY_CODES = "recovery-authn-codes";
    public static final String PASSKEY = "webauthn";
    public static final String PASSWORDLESS = "webauthn-passwordless";
    public static final String OTP = "otp";

    private static final String KEY_DATA = """
            {"aaguid":"00000000-0000-0000-0000-000000000000","credentialId":"AAAA","counter":0,
             "credentialPublicKey":"pQECAyYgASFYIA","attestationStatementFormat":"none"}""";

    private SecondFactors() {}

    /** Adds one of each kind to a user who has a password. */
    public static void addTo(TestRealm realm, TestUser user) {
        List<Map<String, Object>> credentials = List.of(
                credential(RECOVERY_CODES, "Codes", """
                        {"codes":[{"number":1,"encodedHashedValue":"AAAA"}]}""", """
                        {"hashIterations":1,"algorithm":"SHA-512","remaining":1,"total":1}"""),
                credential(PASSKEY, "Key", "{}", KEY_DATA),
                credential(PASSWORDLESS, "Passkey", "{}", KEY_DATA.replace("AAAA", "BBBB")),
                credential(OTP, "Other app", """
                        {"value":"abcdefghijklmnopqrst"}""", """
                        {"subType":"totp","digits":6,"counter":0,"period":30,"algorithm":"HmacSHA1"}"""));
        realm.admin()
                .put(realm.path("/users/" + user.id()), Map.of("credentials", credentials))
                .expect(204);
    }

    /** The user's factors as Keycloak lists credentials. */
    public static List<JsonNode> ours(TestRealm realm, TestUser user) {
        List<JsonNode> ours = new ArrayList<>();
        realm.credentials(user).forEach(ours::add);
        ours.removeIf(credential -> !credential.get("type").asText().equals(OURS));
        return ours;
    }

    /** The id of the user's first credential of that type. */
    public static String id(TestRealm realm, TestUser user, String type) {
        for (JsonNode credential : realm.credentials(user)) {
            if (credential.get("type").asText().equals(type)) {
                return credential.get("id").asText();
            }
        }
        throw new AssertionError("No credential of type " + type + " in " + realm.credentials(user));
    }

    private static Map<String, Object> credential(String type, String label, String secret, String data) {
        return Map.of("type", type, "userLabel", label, "secretData", secret, "credentialData", data);
    }
}
