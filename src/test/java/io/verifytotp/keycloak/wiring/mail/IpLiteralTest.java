package io.verifytotp.keycloak.wiring.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpLiteralTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "255.255.255.255, 255.255.255.255",
        "2001:db8::7, 2001:db8::7",
        "[2001:DB8::7], 2001:DB8::7",
        "::1, ::1",
        "::, ::",
        "::ffff:192.0.2.1, ::ffff:192.0.2.1",
        "fe80::1%eth0, fe80::1",
        "[fe80::1%25en0]:, ''",
        "2001:db8:0:0:0:0:0:7, 2001:db8:0:0:0:0:0:7"
    })
    void findsAddressesWithoutTheirZone(String text, String address) {
        assertThat(IpLiteral.in(text).orElse("")).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "Your account is at risk. Call 555-0100.",
                "localhost",
                "example.org",
                "::1 example.org",
                "256.1.1.1",
                "01.2.3.4",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.4:5678",
                "1.2.3.4\n",
                "fe80::1%Call 555",
                "12345::",
                "1:2:3:4:5:6:7:8:9",
                ":::",
                ".:1",
                "face",
                "١٢٧.٠.٠.١"
            })
    void takesNothingElse(String text) {
        assertThat(IpLiteral.in(text)).isEmpty();
    }

    @Test
    void takesNoAddressForNone() {
        assertThat(IpLiteral.in(null)).isEmpty();
    }
}
