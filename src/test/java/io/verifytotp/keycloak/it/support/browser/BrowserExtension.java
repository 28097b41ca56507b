package io.verifytotp.keycloak.it.support.browser;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a browser of its own to every {@link Browser} parameter of a test, takes it back after the test, and keeps
 * pictures of a test that failed.
 */
public final class BrowserExtension implements ParameterResolver, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(BrowserExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        // Not in @BeforeAll: a browser ends with its test.
        return parameter.getParameter().getType() == Browser.class
                && context.getTestMethod().isPresent();
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Browser browser = BrowserPool.take(options(parameter));
        browsers(context).add(browser);
        return browser;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        List<Browser> browsers = browsers(context).list();
        if (context.getExecutionException().isEmpty()) {
            browsers.forEach(BrowserPool::giveBack);
            return;
        }
        try {
            FailureEvidence.of(
                            context.getRequiredTestClass(),
                            context.getRequiredTestMethod().getName())
                    .savePages(browsers);
        } finally {
            browsers.forEach(Browser::close);
        }
    }

    private static BrowserOptions options(ParameterContext parameter) {
        return parameter
                .findAnnotation(WithBrowser.class)
                .map(BrowserExtension::options)
                .orElse(BrowserOptions.DESKTOP);
    }

    private static BrowserOptions options(WithBrowser wanted) {
        BrowserOptions options = wanted.phone() ? BrowserOptions.PHONE : BrowserOptions.DESKTOP;
        options = wanted.dark() ? options.withDarkMode() : options;
        options = wanted.javaScript() ? options : options.withoutJavaScript();
        return options.in(Locale.forLanguageTag(wanted.language()));
    }

    private static Browsers browsers(ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .computeIfAbsent(context.getUniqueId(), id -> new Browsers(new ArrayList<>()), Browsers.class);
    }

    /** Those of one test. */
    private record Browsers(List<Browser> list) {
        void add(Browser browser) {
            list.add(browser);
        }
    }
}
