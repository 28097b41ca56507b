package io.verifytotp.keycloak.it.support.browser;

import java.util.Locale;

/** How a {@link Browser} looks at the world. */
public record BrowserOptions(int width, int height, boolean mobile, boolean dark, boolean javaScript, Locale locale) {
    public static final BrowserOptions DESKTOP = new BrowserOptions(1280, 1000, false, false, true, Locale.ENGLISH);

    /** A phone's screen, with touch and a device pixel ratio of 3. */
    public static final BrowserOptions PHONE = new BrowserOptions(390, 844, true, false, true, Locale.ENGLISH);

    public BrowserOptions size(int newWidth, int newHeight) {
        return new BrowserOptions(newWidth, newHeight, mobile, dark, javaScript, locale);
    }

    public BrowserOptions withDarkMode() {
        return new BrowserOptions(width, height, mobile, true, javaScript, locale);
    }

    public BrowserOptions withoutJavaScript() {
        return new BrowserOptions(width, height, mobile, dark, false, locale);
    }

    public BrowserOptions in(Locale language) {
        return new BrowserOptions(width, height, mobile, dark, javaScript, language);
    }
}
