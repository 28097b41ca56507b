package io.verifytotp.keycloak.totp;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.Provider;
import java.security.Security;
import java.security.spec.AlgorithmParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.MacSpi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much {@link Totp} computes for a code tells nothing about the code. */
class TotpWorkTest {
    private static final Instant IN_STEP_4 = Instant.ofEpochSecond(4 * 30L);

    private final Totp totp = new Totp(new TotpParameters(HashAlgorithm.SHA1, 6, Duration.ofSeconds(30)));

    @BeforeEach
    void countMacs() {
        CountingMac.COMPUTED.set(0);
        Security.insertProviderAt(new CountingProvider(), 1);
    }

    @AfterEach
    void countNoMore() {
        Security.removeProvider(CountingProvider.NAME);
    }

    /** The codes of steps 2 to 6 (RFC 4226 Appendix D), one of a step outside, and one of none. */
    @ParameterizedTest(name = "{0} in a window of {1} steps either side")
    @CsvSource({
        "338314, 0",
        "520489, 0",
        "969429, 1",
        "338314, 1",
        "254676, 1",
        "520489, 1",
        "000000, 1",
        "359152, 2",
        "969429, 2",
        "338314, 2",
        "254676, 2",
        "287922, 2",
        "520489, 2",
        "000000, 2"
    })
    void isOneMacForEachStepOfTheWindowWhereverTheCodeIs(String code, int skew) {
        Optional<OneTimeCode> typed = OneTimeCode.parse(code, 6);

        totp.findStep(Seeds.rfc(), typed.orElseThrow(), window(skew));

        assertThat(CountingMac.COMPUTED).hasValue(2 * skew + 1);
    }

    private static StepWindow window(int skew) {
        return new StepWindow(TimeStep.at(IN_STEP_4, Duration.ofSeconds(30)), skew);
    }

    /** Stands before the platform's own. */
    private static final class CountingProvider extends Provider {
        private static final long serialVersionUID = 1;
        private static final String NAME = "Counting";

        CountingProvider() {
            super(NAME, "1", "counts MACs");
            put("Mac.HmacSHA1", CountingMac.class.getName());
        }
    }

    /** The platform's, counted. */
    public static final class CountingMac extends MacSpi {
        private static final AtomicInteger COMPUTED = new AtomicInteger();

        private final Mac mac;

        public CountingMac() throws GeneralSecurityException {
            mac = Mac.getInstance("HmacSHA1", "SunJCE");
        }

        @Override
        protected int engineGetMacLength() {
            return mac.getMacLength();
        }

        @Override
        protected void engineInit(Key key, AlgorithmParameterSpec parameters) throws java.security.InvalidKeyException {
            mac.init(key);
        }

        @Override
        protected void engineUpdate(byte input) {
            mac.update(input);
        }

        @Override
        protected void engineUpdate(byte[] input, int offset, int length) {
            mac.update(input, offset, length);
        }

        @Override
        protected byte[] engineDoFinal() {
            COMPUTED.incrementAndGet();
            return mac.doFinal();
        }

        @Override
        protected void engineReset() {
            mac.reset();
        }
    }
}
