package io.verifytotp.keycloak.bench.micro;

import io.verifytotp.keycloak.domain.factor.SealedSeed;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.seal.AesGcmSeedSealer;
import io.verifytotp.keycloak.seal.KeyRing;
import io.verifytotp.keycloak.totp.HashAlgorithm;
import io.verifytotp.keycloak.totp.Seed;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A seed is sealed, as at an enrollment, and opened, as at each verification. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SealingBenchmark {
    private static final int KEY_BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final KeyRing ring = newRing();
    private final AesGcmSeedSealer sealer = new AesGcmSeedSealer(() -> ring, random);
    private final String realm = UUID.randomUUID().toString();
    private final EntityKey owner =
            new EntityKey(realm, ServiceId.defaultOf(realm), UUID.randomUUID().toString());
    private final FactorId factor = FactorId.random();
    private final Seed seed = Seed.random(HashAlgorithm.SHA1, random);
    private final SealedSeed sealed = sealer.seal(owner, factor, seed);

    private KeyRing newRing() {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return KeyRing.parse("benchmark", "k1:" + Base64.getEncoder().encodeToString(key));
    }

    @Benchmark
    public SealedSeed seal() {
        return sealer.seal(owner, factor, seed);
    }

    @Benchmark
    public Seed open() {
        return sealer.open(owner, factor, sealed);
    }
}
