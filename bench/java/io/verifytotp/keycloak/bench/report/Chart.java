package io.verifytotp.keycloak.bench.report;

import io.verifytotp.keycloak.bench.load.Batch;
import io.verifytotp.keycloak.bench.load.Figures;
import java.util.Locale;

/** A bar for each kind of a scenario: the median, with a line to the 95th percentile. */
final class Chart {
    private static final int WIDTH = 640;
    private static final int BAR = 22;
    private static final int ROW = 34;
    private static final int LEFT = 240;
    private static final int RIGHT = 70;
    private static final int TOP = 34;

    private Chart() {}

    static String of(Result result) {
        double largest = result.kinds().stream()
                .mapToDouble(kind -> kind.typical(batch -> batch.percentile(0.95)))
                .max()
                .orElseThrow();
        StringBuilder svg = new StringBuilder(format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"13\"><rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>"
                        + "<text x=\"8\" y=\"20\" font-weight=\"bold\">%s: median, and line to the 95th percentile, in"
                        + " ms</text>",
                WIDTH, TOP + ROW * result.kinds().size() + 8, result.scenario()));
        for (int i = 0; i < result.kinds().size(); i++) {
            svg.append(bar(result.kinds().get(i), TOP + ROW * i, (WIDTH - LEFT - RIGHT) / largest, i == 0));
        }
        return svg.append("</svg>\n").toString();
    }

    private static String bar(Figures kind, int top, double scale, boolean ours) {
        double median = kind.typical(Batch::median);
        double end = LEFT + kind.typical(batch -> batch.percentile(0.95)) * scale;
        int middle = top + BAR / 2;
        return format(
                "<text x=\"8\" y=\"%d\">%s</text><rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>"
                        + "<line x1=\"%d\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#333\"/>"
                        + "<text x=\"%.1f\" y=\"%d\">%.2f</text>",
                middle + 5,
                kind.kind(),
                LEFT,
                top,
                median * scale,
                BAR,
                ours ? "#1f5fa8" : "#9aa7b4",
                LEFT,
                middle,
                end,
                middle,
                end + 6,
                middle + 5,
                median);
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
