package io.verifytotp.keycloak.it.support.walk;

import io.verifytotp.keycloak.it.support.http.Html;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import java.net.URI;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keycloak's page for a passkey or security key, or a login page that takes a passkey as well. */
public record KeyPage(HttpPage page) {
    private static final Pattern FORM = Pattern.compile("<form\\b[^>]*\\bid=\"webauth\"[^>]*>");

    public static KeyPage of(HttpPage page) {
        return new KeyPage(page);
    }

    public boolean isShown() {
        return page.html().hasId("webauth");
    }

    /** The ids of the keys that it accepts; empty where the device chooses. */
    public List<String> listed() {
        return page.html().values("authn_use_chk");
    }

    public String challenge() {
        return argument("challenge");
    }

    public String relyingParty() {
        return argument("rpId");
    }

    public URI action() {
        Matcher form = FORM.matcher(page.html().source());
        if (!form.find()) {
            throw new AssertionError("No form for keys in " + page);
        }
        return page.uri().resolve(new Html(form.group()).formAction().orElseThrow());
    }

    private String argument(String name) {
        Matcher argument = Pattern.compile(name + "\\s*:\\s*\"([^\"]*)\"")
                .matcher(page.html().source());
        if (!argument.find()) {
            throw new AssertionError("No " + name + " in " + page);
        }
        return argument.group(1);
    }
}
