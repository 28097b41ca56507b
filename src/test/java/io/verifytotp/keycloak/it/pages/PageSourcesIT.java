package io.verifytotp.keycloak.it.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.browser.Browser;
import io.verifytotp.keycloak.it.support.browser.BrowserExtension;
import io.verifytotp.keycloak.it.support.browser.CodePage;
import io.verifytotp.keycloak.it.support.browser.EnrollPage;
import io.verifytotp.keycloak.it.support.browser.LoginPage;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Our pages come from Keycloak alone, lead nowhere else, and are kept by nobody. */
class PageSourcesIT {
    /** What the browser has loaded for the page, style sheets, fonts, images and scripts alike. */
    private static final String LOADED = """
            return performance.getEntries().map(entry => entry.name).filter(name => /^[a-z]+:/.test(name));""";

    /** All that the elements of the page and its style sheets refer to, as absolute addresses. */
    private static final String REFERENCES = """
            const found = [];
            const names = ['src', 'href', 'xlink:href', 'action', 'formaction', 'srcset', 'poster', 'data', 'ping'];
            const styles = (text, base) => {
              for (const url of text.matchAll(/url\\(\\s*["']?([^"')]+)/g)) found.push(new URL(url[1], base).href);
              for (const url of text.matchAll(/@import\\s+["']([^"']+)/g)) found.push(new URL(url[1], base).href);
            };
            for (const element of document.querySelectorAll('*')) {
              for (const name of names) {
                const value = element.getAttribute(name);
                if (value) found.push(new URL(value, document.baseURI).href);
              }
              styles(element.getAttribute('style') || '', document.baseURI);
            }
            for (const sheet of document.styleSheets) {
              for (const rule of sheet.cssRules) styles(rule.cssText, sheet.href || document.baseURI);
            }
            return found;""";

    @AutoClose
    private static final TestRealm realm = RealmBuilder.aRealm().codeRequired().createOn(SharedKeycloak.get());

    @Nested
    @ExtendWith(BrowserExtension.class)
    class InABrowser {
        @Test
        void theEnrollmentPageContactsAndNamesNoOtherHost(Browser browser) {
            LoginPage.open(browser, realm).logIn(newUser());
            EnrollPage.at(browser);

            assertOwnHostOnly(browser);
        }

        @Test
        void theCodePageContactsAndNamesNoOtherHost(Browser browser) {
            LoginPage.open(browser, realm).logIn(enrolled().user());
            CodePage page = CodePage.at(browser);
            assertOwnHostOnly(browser);

            page.submit("000");

            assertOwnHostOnly(browser);
        }

        @SuppressWarnings("unchecked") // the scripts return lists of texts
        private static void assertOwnHostOnly(Browser browser) {
            List<String> loaded = (List<String>) browser.script(LOADED);
            List<String> references = (List<String>) browser.script(REFERENCES);

            assertThat(loaded).isNotEmpty().allMatch(PageSourcesIT::isOfKeycloak);
            assertThat(references)
                    .anyMatch(address -> address.contains("verify-totp.css"))
                    .allMatch(address -> isOfKeycloak(address) || isOfThePageItself(address));
        }
    }

    @Nested
    class InCaches {
        @Test
        void theEnrollmentPageIsNotStored() {
            HttpLogin login = new HttpLogin(realm);
            HttpPage page = login.startWithPassword(newUser());

            assertNotStored(page);
            assertNotStored(login.enroll(page, "000", ""));
        }

        @Test
        void theCodePageIsNotStored() {
            EnrolledUser.CodePrompt prompt = enrolled().prompt();

            assertNotStored(prompt.page());
            assertNotStored(prompt.answer("000"));
        }

        private static void assertNotStored(HttpPage page) {
            assertThat(page.html().hasField("code")).isTrue();
            assertThat(page.headers().allValues("Cache-Control")).anyMatch(value -> value.contains("no-store"));
            assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
        }
    }

    /** Browsers, proxies and logs keep the fields of forms. */
    @Nested
    class InFields {
        @Test
        void theSeedIsInNone() {
            HttpLogin login = new HttpLogin(realm);
            HttpPage page = login.startWithPassword(newUser());

            assertNoSeed(page);
            assertNoSeed(login.enroll(page, "000", ""));
        }

        private static void assertNoSeed(HttpPage page) {
            String key = page.manualKey().replace(" ", "");
            assertThat(page.html().fields())
                    .hasSizeGreaterThan(1)
                    .noneMatch(field -> field.replace(" ", "").contains(key))
                    .noneMatch(field -> field.contains("otpauth:"));
        }
    }

    private static boolean isOfKeycloak(String address) {
        return address.startsWith(realm.keycloak().baseUrl() + "/");
    }

    /** The link for an app on the same device, and what is written out in the page. */
    private static boolean isOfThePageItself(String address) {
        return List.of("otpauth", "data", "about")
                .contains(URI.create(address.replaceAll("[?,].*", "")).getScheme());
    }

    private static TestUser newUser() {
        return realm.addUser("reader-" + UUID.randomUUID());
    }

    private static EnrolledUser enrolled() {
        return EnrolledUser.of(ApiFactor.verified(realm.api(ApiRole.MANAGE), newUser()));
    }
}
