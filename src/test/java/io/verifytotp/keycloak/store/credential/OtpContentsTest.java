package io.verifytotp.keycloak.store.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.domain.factor.OtpObstacle;
import io.verifytotp.keycloak.totp.HashAlgorithm;
import io.verifytotp.keycloak.totp.TotpParameters;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.utils.Base32;

class OtpContentsTest {
    private static final String TEXT = "abcdefghijklmnopqrst";
    private static final String ID = UUID.randomUUID().toString();

    @ParameterizedTest
    @CsvSource({
        "HmacSHA1, SHA1, 6, 30",
        "HmacSHA256, SHA256, 8, 60",
        "HmacSHA512, SHA512, 6, 20",
    })
    void isWhatKeycloakWrites(String mac, HashAlgorithm algorithm, int digits, int period) {
        OtpContents contents = read(OTPCredentialModel.createTOTP(TEXT, digits, period, mac));

        assertThat(contents.parameters()).isEqualTo(new TotpParameters(algorithm, digits, Duration.ofSeconds(period)));
        assertThat(contents.seed().expose()).isEqualTo(TEXT.getBytes(StandardCharsets.UTF_8));
        assertThat(contents.factor().key()).isEqualTo(ID);
    }

    @ParameterizedTest
    @CsvSource({"16", "20", "25", "32", "64"})
    void hasTheSeedThatKeycloakDecodes(int length) {
        byte[] seed = new byte[length];
        for (int i = 0; i < length; i++) {
            seed[i] = (byte) (i * 7);
        }
        OTPCredentialModel credential = OTPCredentialModel.createTOTP(Base32.encode(seed), 6, 30, "HmacSHA1", "BASE32");

        assertThat(read(credential).seed().expose())
                .isEqualTo(credential.getDecodedSecret())
                .isEqualTo(seed);
    }

    @Test
    void isNoCounter() {
        assertThat(obstacle(OTPCredentialModel.createHOTP(TEXT, 6, 0, "HmacSHA1")))
                .isEqualTo(OtpObstacle.HOTP);
    }

    @ParameterizedTest
    @CsvSource({"HmacMD5, 6, 30", "HmacSHA1, 9, 30", "HmacSHA1, 2, 30", "HmacSHA1, 6, 10", "HmacSHA1, 6, 300"})
    void isInRange(String mac, int digits, int period) {
        assertThat(obstacle(OTPCredentialModel.createTOTP(TEXT, digits, period, mac)))
                .isEqualTo(OtpObstacle.PARAMETERS);
    }

    @Test
    void hasASeedOfAFactorsLength() {
        assertThat(obstacle(OTPCredentialModel.createTOTP("short", 6, 30, "HmacSHA1")))
                .isEqualTo(OtpObstacle.SEED_LENGTH);
        assertThat(obstacle(OTPCredentialModel.createTOTP("x".repeat(129), 6, 30, "HmacSHA1")))
                .isEqualTo(OtpObstacle.SEED_LENGTH);
    }

    @Test
    void hasAnIdAsKeycloakMakesThem() {
        CredentialModel credential = OTPCredentialModel.createTOTP(TEXT, 6, 30, "HmacSHA1");
        credential.setId("otp-of-alice");

        assertThat(OtpContents.of(credential).obstacle()).contains(OtpObstacle.ID);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "null",
            value = {
                "null | null",
                "{} | {}",
                "no JSON | no JSON",
                "[] | []",
                "{\"subType\":\"totp\"} | null",
                "{\"subType\":\"totp\"} | {\"value\":null}",
                "{\"subType\":\"totp\"} | {\"value\":17}",
                "{\"subType\":\"other\",\"digits\":6} | {\"value\":\"abcdefghijklmnopqrst\"}",
                "{\"subType\":\"totp\",\"secretEncoding\":\"HEX\"} | {\"value\":\"abcdefghijklmnopqrst\"}",
                "{\"subType\":\"totp\",\"secretEncoding\":5} | {\"value\":\"abcdefghijklmnopqrst\"}",
            })
    void neverThrows(String data, String secret) {
        CredentialModel credential = new CredentialModel();
        credential.setId(ID);
        credential.setCredentialData(data);
        credential.setSecretData(secret);

        assertThat(OtpContents.of(credential).obstacle()).contains(OtpObstacle.UNREADABLE);
    }

    private static OtpContents read(CredentialModel credential) {
        credential.setId(ID);
        return OtpContents.of(credential).contents().orElseThrow();
    }

    private static OtpObstacle obstacle(CredentialModel credential) {
        credential.setId(ID);
        return OtpContents.of(credential).obstacle().orElseThrow();
    }
}
