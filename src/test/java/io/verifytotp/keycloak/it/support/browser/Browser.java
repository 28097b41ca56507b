package io.verifytotp.keycloak.it.support.browser;

import io.verifytotp.keycloak.it.support.Await;
import io.verifytotp.keycloak.it.support.http.Callback;
import io.verifytotp.keycloak.it.support.http.Redirect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.openqa.selenium.By;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.TimeoutException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/** One person's Chromium, without a window, that knows nothing of any page. chromedriver deletes its profile in the end. */
public final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final BrowserOptions options;
    private final ChromeDriver driver;

    private Browser(BrowserOptions options, ChromeDriver driver) {
        this.options = options;
        this.driver = driver;
    }

    public static Browser open(BrowserOptions options) {
        return new Browser(options, ChromeLauncher.launch(options));
    }

    public BrowserOptions options() {
        return options;
    }

    /**
     * Becomes another person's: an empty tab, without what the tabs before it have been told to emulate, and without
     * cookies, stored values, cached files and messages in the console.
     */
    public void renew() {
        Set<String> used = driver.getWindowHandles();
        driver.switchTo().newWindow(WindowType.TAB);
        String fresh = driver.getWindowHandle();
        for (String tab : used) {
            driver.switchTo().window(tab);
            driver.close();
        }
        driver.switchTo().window(fresh);
        driver.executeCdpCommand("Storage.clearDataForOrigin", Map.of("origin", "*", "storageTypes", "all"));
        driver.executeCdpCommand("Network.clearBrowserCache", Map.of());
        forgetCookies();
        console();
    }

    public void goTo(URI uri) {
        driver.get(uri.toString());
    }

    public void reload() {
        driver.navigate().refresh();
    }

    /** As if it were another browser. */
    public void forgetCookies() {
        driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
    }

    /** The address, once Chromium can tell: it refuses while another page is loading. */
    public URI url() {
        return Await.value("the address of the page", PATIENCE, () -> {
            try {
                return Optional.of(URI.create(driver.getCurrentUrl()));
            } catch (TimeoutException e) {
                return Optional.empty();
            }
        });
    }

    /** The element, as soon as it is there. */
    public WebElement await(By locator) {
        return Await.value(locator + " in the page", PATIENCE, () -> find(locator));
    }

    public boolean has(By locator) {
        return find(locator).isPresent();
    }

    /** Clicks, and returns when the page that the element is on has been left. */
    public void submit(By button) {
        leaveBy(() -> await(button).click());
    }

    /** Does that, and returns when the page has been left. */
    public void leaveBy(Runnable action) {
        WebElement page = await(By.tagName("html"));
        URI left = url();
        action.run();
        Await.until("the page after " + left, PATIENCE, () -> isGone(page));
    }

    /** Back at the application, as soon as the browser is there. */
    public Redirect awaitRedirect() {
        Await.until("return to the application", PATIENCE, () -> Callback.isAt(url()));
        return new Redirect(url());
    }

    /** The console since the last call: script errors, and what the Content Security Policy refused. */
    public List<String> console() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::toString)
                .toList();
    }

    /** The value of a script that runs in the page. */
    public Object script(String source) {
        return driver.executeScript(source);
    }

    public String pageSource() {
        return driver.getPageSource();
    }

    public void screenshot(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A picture of that element alone, all of it, be it higher than the window. */
    public void screenshot(By element, Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, Base64.getDecoder().decode(capture(element)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String capture(By element) {
        Map<String, Object> clip = new HashMap<>(box(element));
        // A phone's three pixels for each of CSS make a picture that is three times too big for a document.
        clip.put("scale", 1.0 / ((Number) script("return window.devicePixelRatio")).doubleValue());
        return (String) driver.executeCdpCommand(
                        "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true, "clip", clip))
                .get("data");
    }

    /** Where the element is in the page, in CSS pixels: {@code x}, {@code y}, {@code width} and {@code height}. */
    @SuppressWarnings("unchecked") // the script returns an object with string keys
    private Map<String, Object> box(By element) {
        return (Map<String, Object>) driver.executeScript(
                "const box = arguments[0].getBoundingClientRect();"
                        + "return {x: box.x + scrollX, y: box.y + scrollY, width: box.width, height: box.height}",
                await(element));
    }

    /** What the person prefers, from now on. */
    public void preferDarkMode(boolean dark) {
        Map<String, Object> feature = Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light");
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of(feature)));
    }

    /** Makes the window that wide while something is looked at. */
    public <T> T atWidth(int width, Supplier<T> look) {
        long before = innerWidth();
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 800, "deviceScaleFactor", 1, "mobile", false));
        awaitInnerWidth(width);
        T seen = look.get();
        driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
        awaitInnerWidth(before);
        return seen;
    }

    /** The page is laid out anew some time after the command. */
    private void awaitInnerWidth(long width) {
        Await.until("a window of " + width + " pixels", PATIENCE, () -> innerWidth() == width);
    }

    private long innerWidth() {
        return (Long) script("return window.innerWidth");
    }

    /** Presses keys where the focus is. */
    public void press(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    /** For what no method here does. */
    public ChromeDriver driver() {
        return driver;
    }

    @Override
    public void close() {
        driver.quit();
    }

    private Optional<WebElement> find(By locator) {
        try {
            return Optional.of(driver.findElement(locator));
        } catch (NoSuchElementException | StaleElementReferenceException e) {
            return Optional.empty();
        }
    }

    private static boolean isGone(WebElement element) {
        try {
            element.isEnabled();
            return false;
        } catch (StaleElementReferenceException e) {
            return true;
        } catch (WebDriverException e) {
            // In the middle of the change: ask again.
            return false;
        }
    }
}
