package io.verifytotp.keycloak.it.support.browser;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.openqa.selenium.WebDriverException;

/**
 * The browsers of this JVM that wait for their next test. A new Chromium costs a second, a new tab a tenth of it. Those
 * that few tests want, or that a test has left in an unknown state, are closed instead.
 */
final class BrowserPool {
    private static final Set<BrowserOptions> KEPT =
            Set.of(BrowserOptions.DESKTOP, BrowserOptions.DESKTOP.withoutJavaScript());
    private static final Map<BrowserOptions, Browser> IDLE = new HashMap<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(BrowserPool::closeAll));
    }

    private BrowserPool() {}

    static synchronized Browser take(BrowserOptions options) {
        Browser idle = IDLE.remove(options);
        return idle == null ? Browser.open(options) : idle;
    }

    static synchronized void giveBack(Browser browser) {
        if (!KEPT.contains(browser.options()) || IDLE.containsKey(browser.options()) || !renew(browser)) {
            browser.close();
        } else {
            IDLE.put(browser.options(), browser);
        }
    }

    private static boolean renew(Browser browser) {
        try {
            browser.renew();
            return true;
        } catch (WebDriverException e) {
            // It may still show an alert, or have crashed.
            return false;
        }
    }

    private static synchronized void closeAll() {
        IDLE.values().forEach(Browser::close);
    }
}
