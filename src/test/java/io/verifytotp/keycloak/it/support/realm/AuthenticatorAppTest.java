package io.verifytotp.keycloak.it.support.realm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The phone has to be right where our product may be wrong. */
public class AuthenticatorAppTest {
    private static final String SEED_20 = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    private static final String SEED_32 = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZA";
    private static final String SEED_64 =
            "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNA";

    /** RFC 6238, appendix B; its seeds are as long as the MAC (erratum 2866). */
    @ParameterizedTest
    @CsvSource({
        "59,          94287082, 46119246, 90693936",
        "1111111109,  07081804, 68084774, 25091201",
        "1111111111,  14050471, 67062674, 99943326",
        "1234567890,  89005924, 91819424, 93441116",
        "2000000000,  69279037, 90698825, 38618901",
        "20000000000, 65353130, 77737706, 47863826"
    })
    public void showsTheCodesOfTheRfc(long second, String sha1, String sha256, String sha512) {
        Instant instant = Instant.ofEpochSecond(second);

        assertThat(app("SHA1", SEED_20).codeAt(instant)).isEqualTo(sha1);
        assertThat(app("SHA256", SEED_32).codeAt(instant)).isEqualTo(sha256);
        assertThat(app("SHA512", SEED_64).codeAt(instant)).isEqualTo(sha512);
    }

    @Test
    public void readsEveryPartOfTheUri() {
        AuthenticatorApp app = AuthenticatorApp.scan("otpauth://totp/Owl%20Bank:alice%40example.org" + "?secret="
                + SEED_20 + "&issuer=Owl%20Bank+&algorithm=SHA256&digits=8&period=60");

        assertThat(app.label()).isEqualTo("Owl Bank:alice@example.org");
        assertThat(app.issuer()).isEqualTo("Owl Bank+");
        assertThat(app.algorithm()).isEqualTo("SHA256");
        assertThat(app.digits()).isEqualTo(8);
        assertThat(app.period()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    public void takesATypedKeyWithItsSpaces() {
        AuthenticatorApp app = AuthenticatorApp.typed("gezd gnbv gy3t qojq gezd gnbv gy3t qojq");

        assertThat(app.codeAt(Instant.ofEpochSecond(59))).isEqualTo("287082");
    }

    @Test
    public void knowsACodeThatIsWrong() {
        AuthenticatorApp app = AuthenticatorApp.typed(SEED_20);
        Instant instant = Instant.ofEpochSecond(59);

        assertThat(app.wrongCodeAt(instant)).hasSize(6).isNotEqualTo(app.codeAt(instant));
    }

    private static AuthenticatorApp app(String algorithm, String secret) {
        return AuthenticatorApp.scan("otpauth://totp/x?digits=8&algorithm=" + algorithm + "&secret=" + secret);
    }
}
