package io.verifytotp.keycloak.domain.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicIdTest {
    private static final UUID VALUE = UUID.fromString("f0e1d2c3-b4a5-9687-7869-5a4b3c2d1e0f");
    private static final String HEX = "f0e1d2c3b4a5968778695a4b3c2d1e0f";

    @Nested
    class Formatted {
        @Test
        void isThePrefixAndTheDigitsOfTheUuid() {
            assertThat(new FactorId(VALUE)).hasToString("YF" + HEX);
            assertThat(new ChallengeId(VALUE)).hasToString("YC" + HEX);
            assertThat(new EntityId(VALUE)).hasToString("YE" + HEX);
            assertThat(new ServiceId(VALUE)).hasToString("VA" + HEX);
            assertThat(new FactorId(VALUE).publicId()).isEqualTo("YF" + HEX);
        }

        @Test
        void keepsLeadingZeros() {
            assertThat(new FactorId(new UUID(0, 1)).publicId()).isEqualTo("YF" + "0".repeat(31) + "1");
        }
    }

    @Nested
    class AsAKey {
        @Test
        void isTheUuidAsText() {
            assertThat(new FactorId(VALUE).key()).isEqualTo(VALUE.toString());
            assertThat(new ChallengeId(VALUE).key()).isEqualTo(VALUE.toString());
            assertThat(new EntityId(VALUE).key()).isEqualTo(VALUE.toString());
            assertThat(new ServiceId(VALUE).key()).isEqualTo(VALUE.toString());
        }

        @Test
        void isReadBack() {
            assertThat(FactorId.ofKey(VALUE.toString())).contains(new FactorId(VALUE));
            assertThat(ServiceId.ofKey(VALUE.toString())).contains(new ServiceId(VALUE));
        }

        @ParameterizedTest
        @NullAndEmptySource
        @ValueSource(strings = {"YF" + HEX, HEX, "F0E1D2C3-B4A5-9687-7869-5A4B3C2D1E0F", "1-2-3-4-5", "no uuid"})
        void isNothingElse(String text) {
            assertThat(FactorId.ofKey(text)).isEmpty();
            assertThat(ServiceId.ofKey(text)).isEmpty();
        }
    }

    @Nested
    class OfAChallenge {
        private final Instant now = Instant.parse("2026-11-22T10:00:00.123Z");

        @Test
        void beginsWithItsTimeSoThatNewOnesAreAtTheEndOfAnIndex() {
            String id = ChallengeId.at(now).publicId();

            assertThat(id).startsWith("YC0" + Long.toHexString(now.toEpochMilli()));
            assertThat(ChallengeId.at(now).value().version()).isEqualTo(7);
            assertThat(ChallengeId.at(now).value().variant()).isEqualTo(2);
            assertThat(ChallengeId.at(now).publicId())
                    .isLessThan(ChallengeId.at(now.plusMillis(1)).publicId());
        }

        @Test
        void isAnotherOneAtTheSameTime() {
            Set<ChallengeId> ids =
                    Stream.generate(() -> ChallengeId.at(now)).limit(10_000).collect(Collectors.toSet());

            assertThat(ids).hasSize(10_000);
        }
    }

    @Nested
    class Parsed {
        @Test
        void isTheSameIdAgain() {
            for (int i = 0; i < 100; i++) {
                FactorId factor = FactorId.random();
                ChallengeId challenge = ChallengeId.random();
                ServiceId service = ServiceId.random();

                assertThat(FactorId.parse(factor.publicId())).contains(factor);
                assertThat(ChallengeId.parse(challenge.publicId())).contains(challenge);
                assertThat(ServiceId.parse(service.publicId())).contains(service);
            }
        }

        @Test
        void mayHaveCapitals() {
            assertThat(FactorId.parse("YFF0E1D2C3B4A5968778695A4B3C2D1E0F")).contains(new FactorId(VALUE));
        }

        @ParameterizedTest
        @NullAndEmptySource
        @ValueSource(
                strings = {
                    "YF",
                    "YC" + HEX,
                    "yf" + HEX,
                    HEX,
                    "YF" + HEX + "0",
                    "YF0e1d2c3b4a5968778695a4b3c2d1e0f",
                    " YF" + HEX,
                    "YF" + HEX + "\n",
                    "YFf0e1d2c3-b4a5-9687-7869-5a4b3c2d1e0f",
                    "YFg0e1d2c3b4a5968778695a4b3c2d1e0f",
                    "YF+0e1d2c3b4a5968778695a4b3c2d1e0f",
                    "YF\uFF10e1d2c3b4a5968778695a4b3c2d1e0f0"
                })
        void isEmptyForAnythingElse(String text) {
            assertThat(FactorId.parse(text)).isEmpty();
        }

        @Test
        void isNoChallengeAndNoServiceForTheIdOfAFactor() {
            assertThat(ChallengeId.parse("YF" + HEX)).isEmpty();
            assertThat(ServiceId.parse("YF" + HEX)).isEmpty();
            assertThat(ServiceId.parse(null)).isEmpty();
        }
    }

    /** Stored rows and other software rely on these, so they may never change. */
    @Nested
    class Derived {
        private final ServiceId service = ServiceId.defaultOf("realm-1");

        @Test
        void isStable() {
            assertThat(service.publicId()).isEqualTo("VAc281e3a5fab93c3da6cb17362b525218");
            assertThat(new EntityKey("realm-1", service, "user-1").id().publicId())
                    .isEqualTo("YEdb709354e17b3584a29b2b813ecbf4e7");
        }

        @Test
        void differsByRealmServiceAndUser() {
            EntityKey key = new EntityKey("realm-1", service, "user-1");
            ServiceId otherService = ServiceId.defaultOf("realm-2");

            assertThat(otherService).isNotEqualTo(service);
            assertThat(new EntityKey("realm-1", service, "user-2").id()).isNotEqualTo(key.id());
            assertThat(new EntityKey("realm-1", otherService, "user-1").id()).isNotEqualTo(key.id());
        }
    }
}
