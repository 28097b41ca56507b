package io.verifytotp.keycloak.it.support;

import io.verifytotp.keycloak.it.support.http.HttpPage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The waiting time that a page tells; it is counted from when the page was made, so a slow machine shows less. */
public final class WaitingTime {
    private static final Pattern SECONDS = Pattern.compile("at least (\\d+) seconds");

    private WaitingTime() {}

    public static int seconds(HttpPage page) {
        Matcher told = SECONDS.matcher(page.error());
        if (!told.find()) {
            throw new AssertionError("No seconds to wait in: " + page.error());
        }
        return Integer.parseInt(told.group(1));
    }
}
