package io.verifytotp.keycloak.seal;

import static io.verifytotp.keycloak.seal.Keys.key;
import static io.verifytotp.keycloak.seal.Keys.ring;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.verifytotp.keycloak.domain.factor.SealedSeed;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.SeedUnavailableException;
import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.totp.HashAlgorithm;
import io.verifytotp.keycloak.totp.Seed;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AesGcmSeedSealerTest {
    private static final EntityKey OWNER = owner("realm-1", "user-1");
    private static final FactorId FACTOR = FactorId.random();

    private final SecureRandom random = new SecureRandom();
    private final KeyRing ring = ring("k2:" + key(2), "k1:" + key(1));
    private final AesGcmSeedSealer sealer = new AesGcmSeedSealer(() -> ring, random);
    private final Seed seed = Seed.random(HashAlgorithm.SHA1, random);
    private final SealedSeed sealed = sealer.seal(OWNER, FACTOR, seed);

    @Nested
    class Sealed {
        @ParameterizedTest
        @EnumSource
        void opensToTheSameSeed(HashAlgorithm algorithm) {
            Seed other = Seed.random(algorithm, random);

            SealedSeed sealedOther = sealer.seal(OWNER, FACTOR, other);

            assertThat(sealer.open(OWNER, FACTOR, sealedOther).expose()).isEqualTo(other.expose());
        }

        @ParameterizedTest(name = "{0}: {1} characters")
        @CsvSource({"SHA1, 64", "SHA256, 80", "SHA512, 123"})
        void namesVersionAndKeyAndHoldsNonceSeedAndTag(HashAlgorithm algorithm, int characters) {
            String text =
                    sealer.seal(OWNER, FACTOR, Seed.random(algorithm, random)).text();

            assertThat(text).matches("v1\\.k2\\.[A-Za-z0-9_-]{" + characters + "}");
            assertThat(body(text)).hasSize(12 + algorithm.macLength() + 16);
        }

        @Test
        void hasANonceOfItsOwnEachTime() {
            Set<String> nonces = new HashSet<>();

            for (int i = 0; i < 100_000; i++) {
                String text = sealer.seal(OWNER, FACTOR, seed).text();
                nonces.add(text.substring(text.lastIndexOf('.') + 1).substring(0, 16));
            }

            assertThat(nonces).hasSize(100_000);
        }

        @Test
        void hidesTheSeed() {
            assertThat(sealed.text()).doesNotContain(seed.exposeBase32());
            assertThat(sealed).hasToString("SealedSeed[…]");
        }
    }

    @Nested
    class SealedBefore {
        /** As stores hold it: what one version has sealed, the next ones open. */
        private static final String STORED = "v1.k2.AAECAwQFBgcICQoLeDrRzuR_u3wSuHEkrYpQzWQG-fyRXpjzKoEXrRWl7sH1TtH1";

        @Test
        void opensStill() {
            FactorId factor =
                    FactorId.parse("YF00112233445566778899aabbccddeeff").orElseThrow();

            Seed opened = sealer.open(OWNER, factor, new SealedSeed(STORED));

            assertThat(new String(opened.expose(), StandardCharsets.US_ASCII)).isEqualTo("12345678901234567890");
        }

        @Test
        void isCurrentWhereTheActiveKeySealedIt() {
            assertThat(sealer.currentKey()).isEqualTo("k2");
            assertThat(sealer.isCurrent(sealed)).isTrue();
            assertThat(new AesGcmSeedSealer(() -> ring("k3:" + key(3), "k2:" + key(2)), random).isCurrent(sealed))
                    .isFalse();
        }
    }

    @Nested
    class SealedForSomebodyElse {
        @Test
        void doesNotOpenForAnotherUserRealmOrFactor() {
            assertRefused(sealer, owner("realm-1", "user-2"), FACTOR, sealed);
            assertRefused(sealer, owner("realm-2", "user-1"), FACTOR, sealed);
            assertRefused(sealer, OWNER, FactorId.random(), sealed);
        }

        @ParameterizedTest
        @CsvSource({"ab, c, a, bc", "a, bc, ab, c", "abc, '', ab, c", "'', abc, a, bc"})
        void doesNotOpenWhereOnlyTheBorderOfRealmAndUserDiffers(
                String realm, String user, String otherRealm, String otherUser) {
            SealedSeed moved = sealer.seal(owner(realm, user), FACTOR, seed);

            assertRefused(sealer, owner(otherRealm, otherUser), FACTOR, moved);
            assertThat(sealer.open(owner(realm, user), FACTOR, moved).expose()).isEqualTo(seed.expose());
        }
    }

    @Nested
    class WithSeveralKeys {
        private final AesGcmSeedSealer before = new AesGcmSeedSealer(() -> ring("k1:" + key(1)), random);
        private final AesGcmSeedSealer after = new AesGcmSeedSealer(() -> ring("k3:" + key(3)), random);
        private final SealedSeed old = before.seal(OWNER, FACTOR, seed);

        @Test
        void anOlderOneStillOpensWhileTheFirstSeals() {
            assertThat(old.text()).startsWith("v1.k1.");
            assertThat(sealer.open(OWNER, FACTOR, old).expose()).isEqualTo(seed.expose());
            assertThat(sealer.seal(OWNER, FACTOR, seed).text()).startsWith("v1.k2.");
        }

        @Test
        void aLostOneIsNamed() {
            assertThatExceptionOfType(SeedUnavailableException.class)
                    .isThrownBy(() -> after.open(OWNER, FACTOR, old))
                    .withMessageStartingWith("key 'k1' is missing from the key ring");
        }

        @Test
        void anotherOneUnderTheSameIdDoesNotOpen() {
            AesGcmSeedSealer exchanged = new AesGcmSeedSealer(() -> ring("k1:" + key(9)), random);

            assertRefused(exchanged, OWNER, FACTOR, old);
        }
    }

    @Nested
    class WithoutAKeyRing {
        private final AesGcmSeedSealer keyless = new AesGcmSeedSealer(
                () -> {
                    throw new SeedUnavailableException("no key ring");
                },
                random);

        @Test
        void nothingIsSealedOrOpened() {
            assertThatExceptionOfType(SeedUnavailableException.class)
                    .isThrownBy(() -> keyless.seal(OWNER, FACTOR, seed))
                    .withMessage("no key ring");
            assertRefused(keyless, OWNER, FACTOR, sealed);
        }
    }

    static EntityKey owner(String realm, String user) {
        return new EntityKey(realm, ServiceId.defaultOf("realm-1"), user);
    }

    private static byte[] body(String text) {
        return Base64.getUrlDecoder().decode(text.substring(text.lastIndexOf('.') + 1));
    }

    private static void assertRefused(AesGcmSeedSealer sealer, EntityKey owner, FactorId factor, SealedSeed sealed) {
        assertThatExceptionOfType(SeedUnavailableException.class).isThrownBy(() -> sealer.open(owner, factor, sealed));
    }
}
