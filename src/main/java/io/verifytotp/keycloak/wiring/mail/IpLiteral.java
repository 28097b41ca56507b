package io.verifytotp.keycloak.wiring.mail;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Recognises IP addresses. Behind a proxy that appends to {@code X-Forwarded-For}, the address in Keycloak's events may
 * be any text that the client has sent, and must not get into a mail that the user trusts.
 */
final class IpLiteral {
    private static final String BYTE = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern V4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");

    /** The zone, such as {@code %eth0}, is free text of the sender. */
    private static final Pattern V6 = Pattern.compile("\\[?([0-9A-Fa-f:.]{2,45})(%[\\w.~-]{1,32})?]?");

    private IpLiteral() {}

    /** Returns the address without brackets and zone if {@code text} is one; never looks up a name. */
    static Optional<String> in(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        Matcher v6 = V6.matcher(text);
        if (V4.matcher(text).matches()) {
            return Optional.of(text);
        }
        return v6.matches() && v6.group(1).contains(":") && isV6(v6.group(1))
                ? Optional.of(v6.group(1))
                : Optional.empty();
    }

    private static boolean isV6(String text) {
        try {
            // Java parses or rejects text in brackets, and never looks it up.
            InetAddress.getByName("[" + text + "]");
            return true;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
