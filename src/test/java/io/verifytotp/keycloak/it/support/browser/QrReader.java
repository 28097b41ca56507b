package io.verifytotp.keycloak.it.support.browser;

import io.verifytotp.keycloak.it.support.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/** Reads a QR code as a camera does, from the pixels of a screenshot; needs zbar's {@code zbarimg}. */
public final class QrReader {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String PROGRAM = "zbarimg";

    private QrReader() {}

    public static boolean isInstalled() {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, PROGRAM)));
    }

    /** The otpauth URI in the picture. */
    public static String read(Path picture) {
        return Command.of(PROGRAM, "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", picture.toString())
                .output(LIMIT)
                .lines()
                // It complains of a missing D-Bus on the way.
                .filter(line -> line.startsWith("otpauth:"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No otpauth URI in " + picture));
    }
}
