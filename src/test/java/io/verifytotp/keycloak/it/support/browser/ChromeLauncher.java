package io.verifytotp.keycloak.it.support.browser;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Starts a Chromium of its own: the system's where there is one, else whatever Selenium finds or fetches. */
public final class ChromeLauncher {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path CHROMEDRIVER = Path.of("/usr/bin/chromedriver");
    private static final int BLOCK = 2;
    private static final String PHONE = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)"
            + " Chrome/140.0.0.0 Mobile Safari/537.36";

    // Selenium warns about every Chromium newer than itself; we use no DevTools API that depends on the version.
    private static final Logger CDP_LOGGER = Logger.getLogger("org.openqa.selenium.devtools.CdpVersionFinder");
    private static final Logger DRIVER_LOGGER = Logger.getLogger("org.openqa.selenium.chromium.ChromiumDriver");

    static {
        CDP_LOGGER.setLevel(Level.SEVERE);
        DRIVER_LOGGER.setLevel(Level.SEVERE);
    }

    private ChromeLauncher() {}

    public static ChromeDriver launch(BrowserOptions options) {
        ChromeDriver driver = new ChromeDriver(service(), chromeOptions(options));
        if (options.dark()) {
            driver.executeCdpCommand(
                    "Emulation.setEmulatedMedia",
                    Map.of("features", new Object[] {Map.of("name", "prefers-color-scheme", "value", "dark")}));
        }
        return driver;
    }

    /** With the driver named, Selenium looks for nothing and asks nobody. */
    private static ChromeDriverService service() {
        ChromeDriverService.Builder builder = new ChromeDriverService.Builder();
        if (Files.exists(CHROMEDRIVER)) {
            builder.usingDriverExecutable(CHROMEDRIVER.toFile());
        }
        return builder.build();
    }

    private static ChromeOptions chromeOptions(BrowserOptions options) {
        ChromeOptions chrome = new ChromeOptions();
        if (Files.exists(CHROMIUM)) {
            chrome.setBinary(CHROMIUM.toFile());
        }
        chrome.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                // Phones have none that take room, and pictures look alike without.
                "--hide-scrollbars",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--lang=" + options.locale().toLanguageTag(),
                "--window-size=" + options.width() + ',' + options.height());
        chrome.setExperimentalOption("prefs", preferences(options));
        if (options.mobile()) {
            chrome.setExperimentalOption(
                    "mobileEmulation", Map.of("deviceMetrics", metrics(options), "userAgent", PHONE));
        }
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        chrome.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        return chrome;
    }

    private static Map<String, Object> preferences(BrowserOptions options) {
        Map<String, Object> preferences = new HashMap<>();
        preferences.put("intl.accept_languages", options.locale().toLanguageTag());
        preferences.put("credentials_enable_service", false);
        if (!options.javaScript()) {
            preferences.put("profile.managed_default_content_settings.javascript", BLOCK);
        }
        return preferences;
    }

    private static Map<String, Object> metrics(BrowserOptions options) {
        return Map.of(
                "width", options.width(), "height", options.height(), "pixelRatio", 3.0, "mobile", true, "touch", true);
    }
}
