package io.verifytotp.keycloak.seal;

import static io.verifytotp.keycloak.seal.Keys.key;
import static io.verifytotp.keycloak.seal.Keys.ring;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.verifytotp.keycloak.domain.factor.SealedSeed;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.SeedUnavailableException;
import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.totp.HashAlgorithm;
import io.verifytotp.keycloak.totp.Seed;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link AesGcmSeedSealer} given a text that it did not make. */
class TamperedSeedTest {
    private static final EntityKey OWNER = new EntityKey("realm-1", ServiceId.defaultOf("realm-1"), "user-1");
    private static final FactorId FACTOR = FactorId.random();

    private final SecureRandom random = new SecureRandom();
    private final KeyRing ring = ring("k2:" + key(2), "k1:" + key(1));
    private final AesGcmSeedSealer sealer = new AesGcmSeedSealer(() -> ring, random);
    private final Seed seed = Seed.random(HashAlgorithm.SHA256, random);
    private final String text = sealer.seal(OWNER, FACTOR, seed).text();

    @Nested
    class InItsBody {
        @ParameterizedTest
        @EnumSource
        void doesNotOpenWhicheverByteIsFlipped(HashAlgorithm algorithm) {
            byte[] body = body(sealer.seal(OWNER, FACTOR, Seed.random(algorithm, random)));

            for (int i = 0; i < body.length; i++) {
                for (int bit : new int[] {0x01, 0x80, 0xff}) {
                    byte[] flipped = body.clone();
                    flipped[i] ^= (byte) bit;
                    assertRefused("v1.k2." + base64(flipped));
                }
            }
        }

        @Test
        void doesNotOpenWhereverItIsCutOrExtended() {
            byte[] body = body(new SealedSeed(text));

            for (int length = 0; length < body.length; length++) {
                assertRefused("v1.k2." + base64(Arrays.copyOf(body, length)));
                assertRefused("v1.k2." + base64(Arrays.copyOfRange(body, body.length - length, body.length)));
            }
            assertRefused("v1.k2." + base64(Arrays.copyOf(body, body.length + 1)));
        }

        @Test
        void doesNotOpenWithTheNonceOfAnother() {
            byte[] body = body(new SealedSeed(text));
            byte[] other = body(sealer.seal(OWNER, FACTOR, seed));

            System.arraycopy(other, 0, body, 0, 12);

            assertRefused("v1.k2." + base64(body));
        }
    }

    @Nested
    class InItsForm {
        @Test
        void doesNotOpenInAnotherVersion() {
            for (String version : new String[] {"v2", "v0", "V1", "v11", "v1 ", " v1", ""}) {
                assertRefused(text.replaceFirst("^v1", version));
            }
        }

        @Test
        void doesNotOpenUnderAnotherKeyOfTheRing() {
            assertRefused(text.replaceFirst("k2", "k1"));
        }

        @Test
        void doesNotOpenUnderAnUnknownKey() {
            for (String id : new String[] {"k3", "K2", "k2 ", ""}) {
                assertRefused(text.replaceFirst("k2", id));
            }
        }

        @Test
        void doesNotOpenWithMoreOrFewerParts() {
            assertRefused(text + ".");
            assertRefused(text + ".x");
            assertRefused("." + text);
            assertRefused(text.replace(".", ""));
            assertRefused(text.substring(3));
            assertRefused(text.substring(0, text.lastIndexOf('.')));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"", ".", "..", "v1", "v1.", "v1..", "v1.k2.", "v1.k2.====", "v1.k2.AAAA", "\u0000", "null"})
        void doesNotOpenWhereThereIsNone(String nothing) {
            assertRefused(nothing);
        }

        @Test
        void doesNotOpenInAnotherAlphabet() {
            assertRefused(text + "+");
            assertRefused(text.replaceFirst("k2\\..", "k2. "));
            assertRefused(text.replaceFirst("k2\\..", "k2./"));
        }
    }

    @Nested
    class Reported {
        private final String body = text.substring(text.lastIndexOf('.') + 1);
        private final String[] tampered = {
            text.replaceFirst("k2", "k1"),
            text.replaceFirst("k2", "k3"),
            text.replaceFirst("v1", "v2"),
            text + "?",
            text.substring(0, text.length() - 4),
            "v1.k2.AAAA"
        };

        @Test
        void quotesNeitherTheSeedNorTheSealedTextNorAKey() {
            byte[] bytes = seed.expose();
            for (String each : tampered) {
                assertThat(stackTraceOf(each))
                        .doesNotContain(seed.exposeBase32())
                        .doesNotContain(Base64.getEncoder().withoutPadding().encodeToString(bytes))
                        .doesNotContain(base64(bytes))
                        .doesNotContainIgnoringCase(HexFormat.of().formatHex(bytes))
                        .doesNotContain(new String(bytes, ISO_8859_1))
                        .doesNotContain(body)
                        .doesNotContain(key(1).substring(0, 20))
                        .doesNotContain(key(2).substring(0, 20));
            }
        }

        private String stackTraceOf(String each) {
            StringWriter trace = new StringWriter();
            try {
                sealer.open(OWNER, FACTOR, new SealedSeed(each));
            } catch (SeedUnavailableException e) {
                e.printStackTrace(new PrintWriter(trace, true));
            }
            assertThat(trace.toString()).contains("SeedUnavailableException");
            return trace.toString();
        }
    }

    private void assertRefused(String each) {
        assertThatExceptionOfType(SeedUnavailableException.class)
                .as(each)
                .isThrownBy(() -> sealer.open(OWNER, FACTOR, new SealedSeed(each)));
    }

    private static byte[] body(SealedSeed sealed) {
        return Base64.getUrlDecoder()
                .decode(sealed.text().substring(sealed.text().lastIndexOf('.') + 1));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
