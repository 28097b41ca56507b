package io.verifytotp.keycloak.it.support.browser;

import io.verifytotp.keycloak.it.support.FileTree;
import io.verifytotp.keycloak.it.support.LogTail;
import io.verifytotp.keycloak.it.support.Settings;
import io.verifytotp.keycloak.it.support.mail.Mailbox;
import io.verifytotp.keycloak.it.support.server.RunningServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.openqa.selenium.WebDriverException;

/** Evidence of a failed test, kept in {@code target/it/jvm-1/failures/<class>.<method>/} and its siblings. */
public record FailureEvidence(Path folder) {
    private static final Path ALL = Settings.work().resolve("failures");

    public static FailureEvidence of(Class<?> test, String method) {
        return new FailureEvidence(ALL.resolve(name(test) + '.' + method));
    }

    /** Of earlier runs of that class, and of the classes in it. */
    public static void deleteAllOf(Class<?> test) {
        if (Files.isDirectory(ALL)) {
            FileTree.files(ALL).stream()
                    .filter(folder -> folder.getFileName().toString().startsWith(name(test) + '.'))
                    .forEach(FileTree::delete);
        }
    }

    public void savePages(List<Browser> browsers) {
        for (int i = 0; i < browsers.size(); i++) {
            save(browsers.get(i), browsers.size() == 1 ? "page" : "page-" + (i + 1));
        }
    }

    /** The last lines of all servers that run, and the mails of the test's class. */
    public void saveLogsAndMails() {
        RunningServers.all().forEach(server -> write(server.name() + ".log", LogTail.of(server.log())));
        List<String> mails = Mailbox.all();
        for (int i = 0; i < mails.size(); i++) {
            write("mail-" + (i + 1) + ".txt", mails.get(i));
        }
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

    /** With those around it: {@code PageSourcesIT.InABrowser}. */
    private static String name(Class<?> test) {
        return test.getName().substring(test.getPackageName().length() + 1).replace('$', '.');
    }
}
