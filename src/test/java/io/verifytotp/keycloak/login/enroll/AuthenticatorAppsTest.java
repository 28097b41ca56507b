package io.verifytotp.keycloak.login.enroll;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.totp.HashAlgorithm;
import io.verifytotp.keycloak.totp.TotpParameters;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthenticatorAppsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            SHA1   | 6 | 30 | Google Authenticator,Microsoft Authenticator,FreeOTP,Aegis,Bitwarden
            SHA256 | 6 | 30 | FreeOTP,Aegis,Bitwarden
            SHA512 | 8 | 30 | FreeOTP,Aegis,Bitwarden
            SHA1   | 8 | 30 | FreeOTP,Aegis,Bitwarden
            SHA1   | 7 | 30 | FreeOTP
            SHA1   | 6 | 60 | FreeOTP
            SHA1   | 4 | 30 | -
            """)
    void areNamedWhereTheParametersAreTheirs(HashAlgorithm algorithm, int digits, int period, String apps) {
        TotpParameters parameters = new TotpParameters(algorithm, digits, Duration.ofSeconds(period));

        List<String> named = AuthenticatorApps.supporting(parameters);

        assertThat(named).isEqualTo(apps == null ? List.of() : List.of(apps.split(",", -1)));
    }
}
