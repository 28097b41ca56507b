package io.verifytotp.keycloak.login.enroll;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;

/** A QR code as one SVG path: sharp at any size, and without AWT. Public because page templates read it. */
public final class QrCode {
    /** Light modules around the symbol, as ISO/IEC 18004 requires. */
    private static final int QUIET_ZONE = 4;

    private final int size;
    private final String path;

    private QrCode(int size, String path) {
        this.size = size;
        this.path = path;
    }

    /** Encodes an ASCII text with error correction M. */
    public static QrCode of(String text) {
        try {
            ByteMatrix modules = Encoder.encode(text, ErrorCorrectionLevel.M).getMatrix();
            return new QrCode(modules.getWidth() + 2 * QUIET_ZONE, path(modules));
        } catch (WriterException e) {
            // The message would quote the text, and the text holds a seed.
            throw new IllegalStateException("a text of " + text.length() + " characters fits no QR code");
        }
    }

    /** Returns width and height in modules, including the quiet zone. */
    public int getSize() {
        return size;
    }

    /** Returns the dark modules as data of an SVG path, one unit per module. */
    public String getPath() {
        return path;
    }

    private static String path(ByteMatrix modules) {
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < modules.getHeight(); y++) {
            appendRow(path, modules, y);
        }
        return path.toString();
    }

    /** Draws each run of dark modules as one rectangle: no seams between neighbours, and a shorter page. */
    private static void appendRow(StringBuilder path, ByteMatrix modules, int y) {
        int x = 0;
        while (x < modules.getWidth()) {
            int end = x;
            while (end < modules.getWidth() && modules.get(end, y) == 1) {
                end++;
            }
            int run = end - x;
            if (run > 0) {
                path.append('M').append(x + QUIET_ZONE).append(' ').append(y + QUIET_ZONE);
                path.append('h').append(run).append("v1h-").append(run).append('z');
            }
            x = end + 1;
        }
    }
}
