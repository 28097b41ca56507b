package io.verifytotp.keycloak.setup.report;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Versions of Keycloak with a known way around the flows that our step goes into. */
final class KnownHoles {
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+)(.*)");

    private KnownHoles() {}

    /**
     * Returns whether a version has CVE-2026-18963: before 26.7.3, and in the Red Hat build of 26.4 before 26.4.15. False
     * for a text that is no version.
     */
    static boolean has(String version) {
        Matcher parts = VERSION.matcher(version);
        if (!parts.matches()) {
            return false;
        }
        int major = Integer.parseInt(parts.group(1));
        int minor = Integer.parseInt(parts.group(2));
        int patch = Integer.parseInt(parts.group(3));
        boolean redHat = parts.group(4).contains("redhat");
        if (major != 26) {
            return major < 26;
        }
        return minor < 7 ? !(redHat && minor == 4 && patch >= 15) : minor == 7 && patch < 3;
    }
}
