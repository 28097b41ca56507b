package io.verifytotp.keycloak.it.support;

import java.util.List;

/** The end of a log, as much as fits a failure message. */
public final class LogTail {
    private static final int LINES = 60;

    private LogTail() {}

    public static String of(String log) {
        List<String> lines = log.lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
    }
}
