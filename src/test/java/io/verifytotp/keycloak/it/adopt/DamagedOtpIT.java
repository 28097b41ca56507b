package io.verifytotp.keycloak.it.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.db.PostgresServer;
import io.verifytotp.keycloak.it.support.realm.SecondFactors;
import io.verifytotp.keycloak.it.support.server.OwnKeycloak;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Damaged credentials of Keycloak's own OTP, as only SQL makes them: each stays, and is named with its reason. */
@Tag("thorough")
class DamagedOtpIT {
    @AutoClose
    private static final OwnKeycloak<PostgresServer> OWN = OwnKeycloak.onPostgres("damaged-otp");

    private final AdoptingRealm adopting = AdoptingRealm.on(OWN.server(), "enrolled");

    private static final String SECRET = """
            {"value":"abcdefghijklmnopqrst"}""";

    /** Credential data that somebody may have stored, and the reason why the credential stays. */
    private static final Map<String, String> DAMAGED = Map.ofEntries(
            Map.entry("", "unreadable"),
            Map.entry("no JSON", "unreadable"),
            Map.entry("{}", "unreadable"),
            Map.entry("[]", "unreadable"),
            Map.entry("null", "unreadable"),
            Map.entry("7", "unreadable"),
            Map.entry("\"totp\"", "unreadable"),
            Map.entry("{\"subType\":null}", "unreadable"),
            Map.entry("{\"subType\":1}", "unreadable"),
            Map.entry("{\"subType\":\"TOTP\",\"digits\":6,\"period\":30,\"algorithm\":\"HmacSHA1\"}", "unreadable"),
            Map.entry("{\"subType\":\"push\",\"digits\":6,\"period\":30,\"algorithm\":\"HmacSHA1\"}", "unreadable"),
            Map.entry("{\"subType\":\"hotp\"}", "hotp"),
            Map.entry("{\"subType\":\"totp\"}", "parameters"),
            Map.entry("{\"subType\":\"totp\",\"digits\":6,\"period\":30}", "parameters"),
            Map.entry("{\"subType\":\"totp\",\"digits\":6,\"algorithm\":\"HmacSHA1\"}", "parameters"),
            Map.entry("{\"subType\":\"totp\",\"period\":30,\"algorithm\":\"HmacSHA1\"}", "parameters"),
            Map.entry("{\"subType\":\"totp\",\"digits\":0,\"period\":30,\"algorithm\":\"HmacSHA1\"}", "parameters"),
            Map.entry("{\"subType\":\"totp\",\"digits\":6,\"period\":0,\"algorithm\":\"HmacSHA1\"}", "parameters"),
            Map.entry("{\"subType\":\"totp\",\"digits\":6,\"period\":-30,\"algorithm\":\"HmacSHA1\"}", "parameters"),
            Map.entry("{\"subType\":\"totp\",\"digits\":6,\"period\":30,\"algorithm\":\"MD5\"}", "parameters"),
            Map.entry("{\"subType\":\"totp\",\"digits\":6.5,\"period\":30,\"algorithm\":\"HmacSHA1\"}", "parameters"),
            Map.entry(
                    "{\"subType\":\"totp\",\"digits\":99999999999,\"period\":30,\"algorithm\":\"HmacSHA1\"}",
                    "parameters"),
            Map.entry(
                    "{\"subType\":\"totp\",\"secretEncoding\":\"HEX\",\"digits\":6,\"period\":30,\"algorithm\":\"HmacSHA1\"}",
                    "unreadable"));

    @Test
    void staysAsItIs() {
        OtpCrowd crowd = OtpCrowd.of(OWN.database(), adopting);
        Map<String, String> damaged = new LinkedHashMap<>();
        DAMAGED.forEach((data, reason) -> damaged.put(crowd.insertDamaged(SECRET, data), reason));

        List<ApiReply> replies = adopting.all("Adopt", 7);

        assertThat(AdoptingRealm.skipped(replies, "identity", "reason"))
                .containsExactlyInAnyOrderElementsOf(damaged.entrySet().stream()
                        .map(each -> each.getKey() + ' ' + each.getValue())
                        .toList());
        assertThat(crowd.count(SecondFactors.OTP)).isEqualTo(DAMAGED.size());
    }
}
