package io.verifytotp.keycloak.it.support.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Holds a page against the rules of axe-core for WCAG 2.2, levels A and AA. */
public final class Axe {
    private static final String RULES = script();
    private static final String RUN = """
            const done = arguments[arguments.length - 1];
            const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
            axe.run(document, {runOnly: {type: "tag", values: tags}}).then(
                found => done(found.violations.map(
                    broken => broken.id + ": " + broken.nodes.map(node => node.html).join(" and "))),
                failure => done(["axe itself failed: " + failure]));
            """;

    private Axe() {}

    /** The rules that the page breaks, each with the elements that break it. */
    public static List<String> violations(Browser browser) {
        browser.driver().executeScript(RULES);
        return ((List<?>) browser.driver().executeAsyncScript(RUN))
                .stream().map(String::valueOf).toList();
    }

    private static String script() {
        try (InputStream script = Axe.class.getResourceAsStream("/axe.min.js")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
