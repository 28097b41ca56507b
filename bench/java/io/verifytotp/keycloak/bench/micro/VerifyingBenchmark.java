package io.verifytotp.keycloak.bench.micro;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import dev.samstevens.totp.code.DefaultCodeGenerator;
import dev.samstevens.totp.code.DefaultCodeVerifier;
import io.verifytotp.keycloak.totp.HashAlgorithm;
import io.verifytotp.keycloak.totp.OneTimeCode;
import io.verifytotp.keycloak.totp.Seed;
import io.verifytotp.keycloak.totp.StepWindow;
import io.verifytotp.keycloak.totp.TimeStep;
import io.verifytotp.keycloak.totp.Totp;
import io.verifytotp.keycloak.totp.TotpParameters;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.binary.Base32;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** A typed code of six digits is looked for in three time steps, from the key's bytes on. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class VerifyingBenchmark {
    private static final Duration PERIOD = Duration.ofSeconds(30);
    private static final String MAC = "HmacSHA1";

    private final byte[] key = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);
    private final Seed seed = Seed.of(key);
    private final Instant now = Instant.ofEpochSecond(1_795_793_250);
    private final TotpParameters parameters = new TotpParameters(HashAlgorithm.SHA1, 6, PERIOD);
    private final Totp totp = new Totp(parameters);
    private final TimeStep step = TimeStep.at(now, PERIOD);
    private final String typed = totp.codeAt(seed, step).expose();
    private final OneTimeCode parsed = totp.codeAt(seed, step);

    private final TimeBasedOneTimePasswordGenerator javaOtp = new TimeBasedOneTimePasswordGenerator(PERIOD);
    private final DefaultCodeVerifier javaTotp = new DefaultCodeVerifier(new DefaultCodeGenerator(), now::getEpochSecond);
    private final String base32 = new Base32().encodeToString(key);

    @Benchmark
    public Optional<TimeStep> verifyTotp() {
        OneTimeCode code = OneTimeCode.parse(typed, parameters.digits()).orElseThrow();
        return totp.findStep(seed, code, new StepWindow(step, 1));
    }

    /** Without reading what was typed. */
    @Benchmark
    public Optional<TimeStep> findStep() {
        return totp.findStep(seed, parsed, new StepWindow(step, 1));
    }

    /** Reading what was typed alone: any script, spaces and dashes. */
    @Benchmark
    public Optional<OneTimeCode> parse() {
        return OneTimeCode.parse(typed, parameters.digits());
    }

    /** Nothing but the three HMACs that every verifier has to compute. */
    @Benchmark
    public void threeHmacs(Blackhole blackhole) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(MAC);
        mac.init(new SecretKeySpec(key, MAC));
        for (int offset = -1; offset <= 1; offset++) {
            blackhole.consume(mac.doFinal(
                    ByteBuffer.allocate(Long.BYTES).putLong(step.number() + offset).array()));
        }
    }

    /** Makes codes, and leaves the comparing to its user. */
    @Benchmark
    public boolean javaOtp() throws GeneralSecurityException {
        SecretKeySpec secret = new SecretKeySpec(key, MAC);
        boolean found = false;
        for (int offset = -1; offset <= 1; offset++) {
            found |= javaOtp.generateOneTimePasswordString(secret, now.plus(PERIOD.multipliedBy(offset)))
                    .equals(typed);
        }
        return found;
    }

    /** Takes its keys in Base32. */
    @Benchmark
    public boolean javaTotp() {
        return javaTotp.isValidCode(base32, typed);
    }
}
