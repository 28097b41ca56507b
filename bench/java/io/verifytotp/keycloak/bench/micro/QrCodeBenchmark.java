package io.verifytotp.keycloak.bench.micro;

import io.verifytotp.keycloak.login.enroll.QrCode;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The QR code of an enrollment page, up to the path that the page draws. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class QrCodeBenchmark {
    private final String uri = "otpauth://totp/Owl%20Bank:alice%40owlbank.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
            + "&issuer=Owl%20Bank&algorithm=SHA1&digits=6&period=30";

    @Benchmark
    public QrCode qrCode() {
        return QrCode.of(uri);
    }
}
