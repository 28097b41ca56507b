package io.verifytotp.keycloak.login.enroll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import io.verifytotp.keycloak.totp.HashAlgorithm;
import io.verifytotp.keycloak.totp.OtpAuthUri;
import io.verifytotp.keycloak.totp.Seed;
import io.verifytotp.keycloak.totp.TotpParameters;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class QrCodeTest {
    private static final int PIXELS = 4;
    private static final Pattern RUN = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h-(\\d+)z");

    @Test
    void thePathReadsAsTheText() throws Exception {
        String text = uri("Big Corp", "eve@x.org");

        QrCode code = QrCode.of(text);

        assertThat(read(code)).isEqualTo(text);
    }

    @Test
    void fourLightModulesSurroundTheSymbol() {
        QrCode code = QrCode.of(uri("Big Corp", "eve@x.org"));

        Matcher runs = RUN.matcher(code.getPath());
        while (runs.find()) {
            int left = Integer.parseInt(runs.group(1));
            int top = Integer.parseInt(runs.group(2));
            int width = Integer.parseInt(runs.group(3));
            assertThat(left).isGreaterThanOrEqualTo(4);
            assertThat(top).isBetween(4, code.getSize() - 5);
            assertThat(left + width).isLessThanOrEqualTo(code.getSize() - 4);
        }
    }

    @Test
    void theLongestNamesStillFit() throws Exception {
        String longest = uri("\uD83E\uDD89".repeat(255), "\uD83E\uDD89".repeat(255));

        assertThat(read(QrCode.of(longest))).isEqualTo(longest);
    }

    @Test
    void aTextThatFitsNoCodeIsNotQuoted() {
        assertThatThrownBy(() -> QrCode.of("SECRET".repeat(1000))).hasMessageNotContaining("SECRET");
    }

    private static String uri(String issuer, String account) {
        byte[] seed = new byte[64];
        Arrays.fill(seed, (byte) 7);
        return new OtpAuthUri(
                        issuer,
                        account,
                        Seed.of(seed),
                        new TotpParameters(HashAlgorithm.SHA512, 8, Duration.ofSeconds(30)),
                        Optional.of(URI.create("https://owl.example/" + "%20".repeat(78))))
                .expose();
    }

    /** Draws the path on a white square, as a browser does, and reads it. */
    private static String read(QrCode code) throws Exception {
        int size = code.getSize() * PIXELS;
        int[] pixels = new int[size * size];
        Arrays.fill(pixels, 0xFFFFFF);
        Matcher runs = RUN.matcher(code.getPath());
        while (runs.find()) {
            int left = Integer.parseInt(runs.group(1)) * PIXELS;
            int top = Integer.parseInt(runs.group(2)) * PIXELS;
            int width = Integer.parseInt(runs.group(3)) * PIXELS;
            for (int y = top; y < top + PIXELS; y++) {
                Arrays.fill(pixels, y * size + left, y * size + left + width, 0);
            }
        }
        return new QRCodeReader()
                .decode(
                        new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(size, size, pixels))),
                        Map.of(DecodeHintType.PURE_BARCODE, true))
                .getText();
    }
}
