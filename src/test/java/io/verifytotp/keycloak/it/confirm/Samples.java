package io.verifytotp.keycloak.it.confirm;

import com.nimbusds.jose.JWSObject;
import io.verifytotp.keycloak.it.support.Command;
import io.verifytotp.keycloak.it.support.NpmFolder;
import io.verifytotp.keycloak.it.support.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The programs in {@code examples/confirm}, run as their readers run them. */
enum Samples {
    JAVA {
        @Override
        Command verifier(String issuer, String audience, String challenge) {
            String nimbus = JWSObject.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .getPath();
            String source = EXAMPLES.resolve("java/VerifyReceipt.java").toString();
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            return Command.of(java, "-cp", nimbus, source, issuer, audience, challenge);
        }
    },
    JAVASCRIPT {
        @Override
        Command verifier(String issuer, String audience, String challenge) {
            return Command.of("node", "verify-receipt.mjs", issuer, audience, challenge)
                    .in(nodeFolder());
        }
    };

    private static final Path EXAMPLES = Path.of("examples", "confirm").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** The program that checks receipts. */
    abstract Command verifier(String issuer, String audience, String challenge);

    /** What the program says of each receipt: what is in it, or that it is refused. */
    List<String> verify(String issuer, String audience, String challenge, List<String> receipts) {
        try {
            Path input = Files.createTempFile(Files.createDirectories(Settings.work()), "receipts", ".txt");
            Files.write(input, receipts);
            return verifier(issuer, audience, challenge)
                    .input(input)
                    .output(PATIENCE)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy of the JavaScript programs with their library, fetched once. Skips the test without Node. */
    static Path nodeFolder() {
        return NpmFolder.of(EXAMPLES.resolve("node"));
    }
}
