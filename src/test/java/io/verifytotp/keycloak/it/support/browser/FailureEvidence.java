package io.verifytotp.keycloak.it.support.browser;

import io.verifytotp.keycloak.it.support.FileTree;
import io.verifytotp.keycloak.it.support.LogTail;
import io.verifytotp.keycloak.it.support.Settings;
import io.verifytotp.keycloak.it.support.server.RunningServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.openqa.selenium.WebDriverException;

/** What a person wants to see of a browser test that failed, in {@code target/it/failures/<class>.<method>/}. */
public record FailureEvidence(Path folder) {
    public static FailureEvidence of(ExtensionContext context) {
        String test = context.getRequiredTestClass().getSimpleName()
                + '.'
                + context.getRequiredTestMethod().getName();
        return new FailureEvidence(Settings.work().resolve("failures").resolve(test));
    }

    public void save(List<Browser> browsers) {
        for (int i = 0; i < browsers.size(); i++) {
            save(browsers.get(i), browsers.size() == 1 ? "page" : "page-" + (i + 1));
        }
        RunningServers.all().forEach(server -> write(server.name() + ".log", LogTail.of(server.log())));
    }

    /** Of an earlier run. */
    public void delete() {
        FileTree.delete(folder);
    }

    private void save(Browser browser, String name) {
        try {
            browser.screenshot(folder.resolve(name + ".png"));
            write(name + ".html", browser.pageSource());
            write(name + ".txt", browser.url() + "\n" + String.join("\n", browser.console()));
        } catch (WebDriverException e) {
            // A browser that crashed must not hide why the test failed.
            write(name + ".txt", e.toString());
        }
    }

    private void write(String name, String text) {
        try {
            Files.writeString(Files.createDirectories(folder).resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
