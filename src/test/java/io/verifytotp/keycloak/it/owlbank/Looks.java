package io.verifytotp.keycloak.it.owlbank;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Settings;
import io.verifytotp.keycloak.it.support.browser.Axe;
import io.verifytotp.keycloak.it.support.browser.Browser;
import java.util.List;
import org.openqa.selenium.By;

/** Looks at a page of the bank: accessible in light and dark, not too wide for a phone. Takes the pictures of the documents. */
record Looks(Browser browser) {
    private static final int NARROW = 320;

    void at(String name) {
        look(name, "");
        browser.preferDarkMode(true);
        look(name, "-dark");
        browser.preferDarkMode(false);
        assertThat(browser.atWidth(NARROW, this::tooWide)).as(name).isEmpty();
        assertThat(browser.console()).as(name).isEmpty();
    }

    private void look(String name, String mode) {
        browser.screenshot(By.tagName("body"), Settings.pictures().resolve("owlbank-" + name + mode + ".png"));
        assertThat(Axe.violations(browser)).as(name + mode).isEmpty();
    }

    private List<?> tooWide() {
        return (List<?>) browser.script("const page = document.documentElement;"
                + "return page.scrollWidth <= page.clientWidth ? [] : [...document.querySelectorAll('body *')]"
                + ".filter(element => element.getBoundingClientRect().right > page.clientWidth)"
                + ".map(element => element.outerHTML.slice(0, 200))");
    }
}
