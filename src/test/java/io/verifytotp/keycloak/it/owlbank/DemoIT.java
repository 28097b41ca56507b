package io.verifytotp.keycloak.it.owlbank;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Await;
import io.verifytotp.keycloak.it.support.Command;
import io.verifytotp.keycloak.it.support.FileTree;
import io.verifytotp.keycloak.it.support.Ports;
import io.verifytotp.keycloak.it.support.ProcessTree;
import io.verifytotp.keycloak.it.support.Settings;
import io.verifytotp.keycloak.it.support.browser.Browser;
import io.verifytotp.keycloak.it.support.browser.BrowserExtension;
import io.verifytotp.keycloak.it.support.browser.ConfirmPage;
import io.verifytotp.keycloak.it.support.browser.EnrollPage;
import io.verifytotp.keycloak.it.support.browser.LoginPage;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/** Follows the steps that {@code script/demo} prints in a fresh clone, by the real time, to the first confirmed transfer. */
@Tag("thorough")
@ExtendWith(BrowserExtension.class)
class DemoIT {
    private static final Duration WAITING = Duration.ofMinutes(3);
    private static final Duration NEXT_CODE = Duration.ofSeconds(40);
    private static final Path CLONE = Settings.work().resolve("demo");
    private static final Path OUTPUT = Settings.work().resolve("demo.log");

    private final List<Integer> ports = Ports.free(2);
    private Process demo;

    @BeforeEach
    void cloneAndStart() throws IOException {
        FileTree.delete(CLONE);
        Files.createDirectories(CLONE);
        String copy = "git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t \"$0\"";
        Command.of("bash", "-c", copy, CLONE.toString()).output(Duration.ofMinutes(1));
        ProcessBuilder builder = new ProcessBuilder("script/demo")
                .directory(CLONE.toFile())
                .redirectErrorStream(true)
                .redirectOutput(OUTPUT.toFile());
        builder.environment().put("DEMO_PORT", ports.get(0).toString());
        builder.environment().put("BANK_PORT", ports.get(1).toString());
        demo = builder.start();
    }

    @AfterEach
    void stop() {
        ProcessTree.of(demo).stop(Duration.ofSeconds(30));
    }

    @Test
    void thePrintedStepsLeadToAConfirmedTransferAndOneSignalEndsAll(Browser browser) {
        Await.until("the printed steps, in " + OUTPUT, WAITING, () -> output().contains("Ctrl-C stops both."));
        browser.goTo(URI.create(printed("Open +(http\\S+)").group(1)));
        browser.submit(By.id("log-in"));
        MatchResult user = printed("Log in +(\\S+) / (\\S+)");
        LoginPage.at(browser).logIn(user.group(1), user.group(2));

        EnrollPage page = EnrollPage.at(browser);
        AuthenticatorApp phone = AuthenticatorApp.scan(page.scannedUri());
        String first = phone.codeAt(Instant.now());
        page.submit(first);
        browser.await(Customer.BALANCE);
        MatchResult money = printed("Send money +(\\d+) EUR to anybody, confirmed \"on Keycloak's page\"");
        browser.await(By.id("payee")).sendKeys("Anybody");
        browser.await(By.id("payeeAccount")).sendKeys("OWL 1");
        browser.await(By.id("amount")).sendKeys(money.group(1));
        browser.await(By.id("page")).click();
        browser.submit(Customer.SEND);
        ConfirmPage confirm = ConfirmPage.at(browser);
        confirm.confirm(next(phone, first));

        assertThat(browser.await(Customer.STATUS).getText()).isEqualTo("executed");
        browser.submit(By.id("receipt"));
        assertThat(browser.await(By.id("shown-by")).getText()).isEqualTo("keycloak");
        stop();
        assertThat(ports).noneMatch(DemoIT::listens);
        assertThat(demo.exitValue()).as(output()).isZero();
    }

    private static String next(AuthenticatorApp phone, String used) {
        return Await.value("the next code", NEXT_CODE, () -> Optional.of(phone.codeAt(Instant.now()))
                .filter(code -> !code.equals(used)));
    }

    private static MatchResult printed(String pattern) {
        return Pattern.compile(pattern)
                .matcher(output())
                .results()
                .findFirst()
                .orElseThrow(() -> new AssertionError(pattern + " is not in " + output()));
    }

    private static String output() {
        try {
            return Files.readString(OUTPUT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
