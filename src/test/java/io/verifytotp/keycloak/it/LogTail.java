package io.verifytotp.keycloak.it;

import java.util.List;

/** The end of a log, as much as fits a failure message. */
final class LogTail {
    private static final int LINES = 60;

    private LogTail() {}

    static String of(String log) {
        List<String> lines = log.lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
    }
}
