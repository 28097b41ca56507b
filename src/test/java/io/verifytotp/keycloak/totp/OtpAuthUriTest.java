package io.verifytotp.keycloak.totp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtpAuthUriTest {
    private static final String SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    private static final TotpParameters USUAL = new TotpParameters(HashAlgorithm.SHA1, 6, Duration.ofSeconds(30));

    @Nested
    class Exposed {
        @Test
        void hasEveryParameterInOrder() {
            assertThat(uri("Owl Bank", "eve@x.org"))
                    .isEqualTo("otpauth://totp/Owl%20Bank:eve%40x.org?secret=" + SECRET
                            + "&issuer=Owl%20Bank&algorithm=SHA1&digits=6&period=30");
        }

        @Test
        void hasTheFactorsOwnParameters() {
            TotpParameters parameters = new TotpParameters(HashAlgorithm.SHA512, 8, Duration.ofSeconds(60));
            Seed seed = Seeds.rfc(HashAlgorithm.SHA512);

            String uri = new OtpAuthUri("Owl", "eve", seed, parameters, Optional.empty()).expose();

            assertThat(uri)
                    .isEqualTo("otpauth://totp/Owl:eve?secret=" + seed.exposeBase32()
                            + "&issuer=Owl&algorithm=SHA512&digits=8&period=60");
        }

        @Test
        void hasTheImageLast() {
            URI image = URI.create("https://x.org/owl.png?size=2&dark=%20");

            String uri = new OtpAuthUri("Owl", "eve", Seeds.rfc(), USUAL, Optional.of(image)).expose();

            assertThat(uri).endsWith("&period=30&image=https%3A%2F%2Fx.org%2Fowl.png%3Fsize%3D2%26dark%3D%2520");
        }
    }

    @Nested
    class WithUnusualNames {
        @ParameterizedTest(name = "{0}")
        @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
                Big Corp:eve@x.org | Big%20Corp%20eve%40x.org
                a : b:c            | a%20b%20c
                :Owl:              | Owl
                🦉 Bank            | %F0%9F%A6%89%20Bank
                בנק ינשוף          | %D7%91%D7%A0%D7%A7%20%D7%99%D7%A0%D7%A9%D7%95%D7%A3
                ينشوف              | %D9%8A%D9%86%D8%B4%D9%88%D9%81
                100%               | 100%25
                100%20             | 100%2520
                R&D                | R%26D
                a?b=c              | a%3Fb%3Dc
                No.#1              | No.%231
                a/b                | a%2Fb
                C++                | C%2B%2B
                5*                 | 5%2A
                ~home_-.           | ~home_-.
                "O'Brien"          | %22O%27Brien%22
                <b>x</b>           | %3Cb%3Ex%3C%2Fb%3E
                """)
        void isPercentEncodedAlikeInPrefixParameterAndAccount(String name, String encoded) {
            assertThat(uri(name, name))
                    .isEqualTo("otpauth://totp/" + encoded + ":" + encoded + "?secret=" + SECRET + "&issuer=" + encoded
                            + "&algorithm=SHA1&digits=6&period=30");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ", ":", " : :: ", "\u202E", "\u200B:\u2066"})
        void areWordsWhereNothingIsLeft(String name) {
            assertThat(uri(name, name))
                    .startsWith("otpauth://totp/Keycloak:user?")
                    .contains("&issuer=Keycloak&");
        }

        @Test
        void haveNoInvisibleFormatCharacters() {
            assertThat(uri("Owl\u202EBank", "e\u200Bve\u0007")).startsWith("otpauth://totp/OwlBank:eve?");
        }

        @Test
        void areCutAfter300EncodedCharacters() {
            String longest = "x".repeat(300);

            assertThat(uri("Owl", longest)).contains(":" + longest + "?");
            assertThat(uri("Owl", longest + "y")).contains(":" + longest + "?");
            assertThat(uri("Owl", "🦉".repeat(26))).contains(":" + "%F0%9F%A6%89".repeat(25) + "?");
        }

        @ParameterizedTest
        @CsvSource({"Owl Bank, eve@x.org", "Big Corp:eve, a:b", "R&D #1, 100%", "🦉, ينشوف", "C++, a/b?c"})
        void issuerIsTheLabelsPrefixForAStrictReader(String issuer, String account) {
            URI uri = URI.create(uri(issuer, account));

            String label = uri.getPath().substring(1);
            String issuerParameter = parameter(uri, "issuer");
            assertThat(label.split(":", -1)).hasSize(2).startsWith(issuerParameter);
            assertThat(issuerParameter).isEqualTo(issuer.replace(':', ' '));
            assertThat(uri.getRawQuery()).doesNotContain("+");
        }

        private static String parameter(URI uri, String name) {
            for (String pair : uri.getRawQuery().split("&", -1)) {
                if (pair.startsWith(name + "=")) {
                    return URI.create("x:/" + pair.substring(name.length() + 1))
                            .getPath()
                            .substring(1);
                }
            }
            throw new AssertionError("no " + name + " in " + uri.getRawQuery());
        }
    }

    @Nested
    class Printed {
        @Test
        void hidesTheSeed() {
            OtpAuthUri uri = new OtpAuthUri("Owl", "eve", Seeds.rfc(), USUAL, Optional.empty());

            assertThat(uri).hasToString("OtpAuthUri[Seed[160 bits]]");
        }
    }

    private static String uri(String issuer, String account) {
        return new OtpAuthUri(issuer, account, Seeds.rfc(), USUAL, Optional.empty()).expose();
    }
}
