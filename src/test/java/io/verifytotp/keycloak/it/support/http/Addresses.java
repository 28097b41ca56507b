package io.verifytotp.keycloak.it.support.http;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses of Keycloak's login, as somebody changes them in the browser's address bar. */
public final class Addresses {
    private Addresses() {}

    /** The value of a parameter of the query, not decoded. */
    public static String parameter(URI address, String name) {
        Matcher matcher = pattern(name).matcher(address.toString());
        if (!matcher.find()) {
            throw new AssertionError("No " + name + " in " + address);
        }
        return matcher.group(2);
    }

    /** The same address with another value of a parameter that it has. */
    public static URI with(URI address, String name, String value) {
        parameter(address, name);
        return URI.create(
                pattern(name).matcher(address.toString()).replaceFirst("$1" + Matcher.quoteReplacement(value)));
    }

    private static Pattern pattern(String name) {
        return Pattern.compile("([?&]" + Pattern.quote(name) + "=)([^&]*)");
    }
}
