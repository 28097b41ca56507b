package io.verifytotp.keycloak.it.pages;

import io.verifytotp.keycloak.it.support.Settings;
import io.verifytotp.keycloak.it.support.browser.Axe;
import io.verifytotp.keycloak.it.support.browser.Browser;
import io.verifytotp.keycloak.it.support.browser.BrowserExtension;
import io.verifytotp.keycloak.it.support.browser.EnrollPage;
import io.verifytotp.keycloak.it.support.browser.PageTour;
import io.verifytotp.keycloak.it.support.browser.QrReader;
import io.verifytotp.keycloak.it.support.browser.WithBrowser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/**
 * Every state of our pages, looked at as people see it: accessibility by axe-core in light and dark, narrow windows,
 * sizes of targets, QR codes that a reader reads, and a picture of each for the documents. The default run looks at a
 * desktop, where windows are narrow as well, and at one language that runs from right to left.
 */
@ExtendWith(BrowserExtension.class)
class PagesIT {
    private static final By QR_CODE = By.id("verify-totp-qr");

    /** WCAG 2.2, 1.4.10: no scrolling in two directions at this width. */
    private static final int NARROW = 320;

    /** What reaches over the window's edge, where one can scroll sideways. */
    private static final String OVERFLOW = """
            const page = document.documentElement;
            // A phone makes room for what is too wide, and shows all of it smaller.
            const width = Math.min(page.clientWidth, screen.width);
            return page.scrollWidth <= width ? [] : [...document.querySelectorAll("body *")]
                .filter(element => element.getBoundingClientRect().right > width
                    || element.getBoundingClientRect().left < 0)
                .map(element => element.outerHTML.slice(0, 200));
            """;

    private static final String SMALL_TARGETS = """
            return [...document.querySelectorAll(".verify-totp :is(a[href], button, input, summary)")]
                .filter(target => target.checkVisibility())
                .map(target => target.closest("label") ?? target)
                .filter(target => {
                    const box = target.getBoundingClientRect();
                    return box.width < 24 || box.height < 24;
                })
                .map(target => target.outerHTML);
            """;

    private static TestRealm realm;
    private static TestRealm plain;

    private final SoftAssertions softly = new SoftAssertions();

    @BeforeAll
    static void createRealms() {
        realm = aRealm().createOn(SharedKeycloak.get());
        plain = aRealm().with("loginTheme", "base").createOn(SharedKeycloak.get());
    }

    @AfterAll
    static void deleteRealms() {
        realm.close();
        plain.close();
    }

    @Test
    void onADesktopInLightAndDark(Browser browser) {
        By page = By.tagName("main");
        PageTour.lead(browser, realm, "olivia", state -> {
            lookAt(browser, state, page, state + ".png");
            isUsable(browser, state);
            browser.preferDarkMode(true);
            lookAt(browser, state + " in dark mode", page, state + "-dark.png");
            browser.preferDarkMode(false);
        });
        softly.assertAll();
    }

    @Test
    @Tag("thorough")
    void onAPhone(@WithBrowser(phone = true) Browser browser) {
        PageTour.lead(browser, realm, "oscar", state -> {
            lookAt(browser, state + " on a phone", By.className("pf-v5-c-login"), state + "-phone.png");
            softly.assertThat((List<?>) browser.script(OVERFLOW)).as(state).isEmpty();
        });
        softly.assertAll();
    }

    @Test
    @Tag("thorough")
    void inTheBaseTheme(Browser browser) {
        PageTour.lead(browser, plain, "oswald", state -> {
            // Nobody shows the bare theme to users, so the documents have no pictures of it.
            Path picture = Settings.work().resolve("screenshots/base-" + state + ".png");
            lookAt(browser, state + " in theme base", By.tagName("body"), picture);
            isUsable(browser, state);
        });
        softly.assertAll();
    }

    @Test
    void inArabic(@WithBrowser(language = "ar") Browser browser) {
        rightToLeft(browser, "ar");
    }

    @Test
    @Tag("thorough")
    void inPersian(@WithBrowser(language = "fa") Browser browser) {
        rightToLeft(browser, "fa");
    }

    private void rightToLeft(Browser browser, String language) {
        try (TestRealm local = aRealm().with("internationalizationEnabled", true)
                .with("supportedLocales", List.of("en", language))
                .createOn(SharedKeycloak.get())) {
            PageTour.lead(browser, local, "olivia", state -> {
                softly.assertThat(browser.script("return document.documentElement.lang + document.documentElement.dir"))
                        .isEqualTo(language + "rtl");
                lookAt(browser, state + " in " + language, By.tagName("main"), state + '-' + language + ".png");
                isUsable(browser, state);
            });
        }
        softly.assertAll();
    }

    private void lookAt(Browser browser, String state, By page, String name) {
        lookAt(browser, state, page, Settings.pictures().resolve(name));
    }

    private void lookAt(Browser browser, String state, By page, Path picture) {
        browser.screenshot(page, picture);
        softly.assertThat(Axe.violations(browser)).as(state).isEmpty();
        if (browser.has(QR_CODE)) {
            String uri = EnrollPage.at(browser).otpAuthUri();
            softly.assertThat(QrReader.read(picture)).as(state).isEqualTo(uri);
            softly.assertThat(QrReader.read(halved(picture)))
                    .as("half of " + state)
                    .isEqualTo(uri);
        }
    }

    private void isUsable(Browser browser, String state) {
        softly.assertThat((List<?>) browser.atWidth(NARROW, () -> browser.script(OVERFLOW)))
                .as(state)
                .isEmpty();
        softly.assertThat((List<?>) browser.script(SMALL_TARGETS)).as(state).isEmpty();
    }

    private static Path halved(Path picture) {
        Path half = Settings.work().resolve("screenshots/half.png");
        try {
            BufferedImage whole = ImageIO.read(picture.toFile());
            int width = whole.getWidth() / 2;
            int height = whole.getHeight() / 2;
            BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = small.createGraphics();
            graphics.drawImage(whole.getScaledInstance(width, height, Image.SCALE_AREA_AVERAGING), 0, 0, null);
            graphics.dispose();
            half.toFile().getParentFile().mkdirs();
            ImageIO.write(small, "png", half.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return half;
    }

    private static RealmBuilder aRealm() {
        return RealmBuilder.aRealm()
                .with("displayName", "Owlbank")
                .codeRequired()
                .clientWithoutCode(PageTour.WITHOUT_CODE);
    }
}
