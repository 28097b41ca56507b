package io.verifytotp.keycloak.it.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Installed;
import io.verifytotp.keycloak.it.support.Ports;
import io.verifytotp.keycloak.it.support.Settings;
import io.verifytotp.keycloak.it.support.api.ApiClient;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The example for Apache's mod_auth_openidc, and users who log in, step up and confirm. */
@Tag("thorough")
class ApacheClientIT {
    private static final Path MODULE = Path.of("/usr/lib/apache2/modules/mod_auth_openidc.so");
    private static final Path EXAMPLE = Path.of("examples", "clients", "apache", "intranet.conf");
    private static final String CLIENT = "intranet";

    private static ClientRealm shop;
    private static URI website;
    private static Dialog apache;

    @BeforeAll
    static void startApache() throws IOException {
        Installed.requireFile(MODULE, "libapache2-mod-auth-openidc");
        shop = ClientRealm.create();
        int port = Ports.free(1).get(0);
        website = URI.create("http://127.0.0.1:" + port);
        ApiClient client = shop.website(CLIENT, website + "/oidc/callback");
        Path folder = Files.createTempDirectory(Files.createDirectories(Settings.work()), "intranet");
        Files.createDirectory(folder.resolve("payroll"));
        for (String page : List.of("index.html", "payroll/index.html", "done.html")) {
            Files.writeString(folder.resolve(page), "This is " + page);
        }
        readable(folder);
        apache = Dialog.start(
                folder,
                Map.of(),
                Apache.command(folder, port, List.of("headers", "auth_openidc"), site(client, port, folder)));
        apache.until("an answer of Apache", () -> Proxy.status(website.resolve("/index.html")) != 0);
    }

    /** Apache's children run as another user. */
    private static void readable(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String site(ApiClient client, int port, Path folder) throws IOException {
        return Files.readAllLines(EXAMPLE).stream()
                .filter(line -> !line.matches("\\s*(SSL|#).*"))
                .map(line -> line.replace("*:443", "127.0.0.1:" + port)
                        .replace(
                                "https://id.example.org/realms/shop",
                                client.realm().uri("").toString())
                        .replace("https://intranet.example.org", website.toString())
                        .replace("/var/www/intranet", folder.toString())
                        .replace("CLIENT_SECRET", client.secret())
                        .replace("A_LONG_RANDOM_TEXT", client.uuid()))
                .collect(Collectors.joining("\n"));
    }

    @AfterAll
    static void stop() {
        if (apache != null) {
            apache.close();
        }
        if (shop != null) {
            shop.close();
        }
    }

    @Test
    void aPageOfLevelTwoAsksForACode() {
        ApiFactor factor = shop.customer("olivia");
        HttpLogin browser = new HttpLogin(shop.realm());

        HttpPage home = browser.password(browser.open(website.resolve("/index.html")), factor.user());
        HttpPage code = browser.open(website.resolve("/payroll/index.html"));
        HttpPage wrong = browser.code(code, factor.wrongCode());
        HttpPage payroll = browser.code(wrong, factor.currentCode());

        assertThat(home.html().source()).isEqualTo("This is index.html");
        assertThat(seen(home, "Acr")).isEqualTo("1");
        assertThat(code.asksForCode()).isTrue();
        assertThat(wrong.asksForCode()).isTrue();
        assertThat(payroll.html().source()).isEqualTo("This is payroll/index.html");
        assertThat(seen(payroll, "Acr")).isEqualTo("2");
        assertThat(seen(payroll, "Amr")).isEqualTo("otp");
    }

    @Test
    void withoutACodeThePageStaysClosed() {
        ApiFactor factor = shop.customer("ben");
        HttpLogin browser = new HttpLogin(shop.realm());
        browser.password(browser.open(website.resolve("/index.html")), factor.user());

        HttpPage again = browser.open(website.resolve("/payroll/index.html"));
        HttpPage forged = browser.open(website.resolve("/payroll/index.html?acr_values=1"));

        assertThat(again.asksForCode()).isTrue();
        assertThat(forged.asksForCode()).isTrue();
    }

    @Test
    void anOrderIsConfirmedByALinkToTheModule() {
        ApiFactor factor = shop.customer("carla");
        String challenge = shop.order(factor);
        HttpLogin browser = new HttpLogin(shop.realm());
        browser.password(browser.open(website.resolve("/index.html")), factor.user());

        HttpPage page = browser.open(confirming(challenge));
        shop.assertStatus(factor, challenge, "pending");
        HttpPage done = browser.code(page, factor.currentCode());

        assertThat(page.html().hasId("verify-totp-operation")).isTrue();
        assertThat(done.html().source()).isEqualTo("This is done.html");
        shop.assertStatus(factor, challenge, "approved");
    }

    /** A program, which can't log in, is not sent to a login. */
    @Test
    void aProgramIsRefused() {
        assertThat(Proxy.status(website.resolve("/payroll/index.html"))).isEqualTo(401);
    }

    /** As docs/clients.md builds the address. */
    private static URI confirming(String challenge) {
        return URI.create(website + "/oidc/callback?iss="
                + encoded(shop.realm().uri("").toString())
                + "&target_link_uri=" + encoded(website + "/done.html")
                + "&auth_request_params=" + encoded("kc_action=" + encoded("verify-totp-confirm:" + challenge)));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String seen(HttpPage page, String claim) {
        return page.headers().firstValue("X-Seen-" + claim).orElse("");
    }
}
