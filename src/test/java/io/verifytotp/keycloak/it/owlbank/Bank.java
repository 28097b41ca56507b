package io.verifytotp.keycloak.it.owlbank;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.setup.SetupCalls;
import io.verifytotp.keycloak.it.support.Await;
import io.verifytotp.keycloak.it.support.Json;
import io.verifytotp.keycloak.it.support.LogTail;
import io.verifytotp.keycloak.it.support.Ports;
import io.verifytotp.keycloak.it.support.ProcessTree;
import io.verifytotp.keycloak.it.support.Settings;
import io.verifytotp.keycloak.it.support.http.AdminApi;
import io.verifytotp.keycloak.it.support.mail.Mailbox;
import io.verifytotp.keycloak.it.support.realm.FastRealm;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.KeycloakUnderTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** OwlBank, started from its jar, with the realm of examples/owlbank/plain.json that was set up as the documents say. */
record Bank(TestRealm realm, Mailbox mails, URI address, Process process) implements AutoCloseable {
    private static final Path REALM = Path.of("examples", "owlbank", "plain.json");
    private static final String ADDRESS_IN_REALM = "http://localhost:8090";
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    static Bank startBeside(KeycloakUnderTest keycloak) {
        Path jar = BankJar.path();
        int port = Ports.free(1).get(0);
        URI address = URI.create("http://localhost:" + port);
        Mailbox mails = Mailbox.open();
        TestRealm realm = createRealm(keycloak, address, mails);
        Process process = launch(jar, port, realm);
        Bank bank = new Bank(realm, mails, address, process);
        try {
            Await.until("the bank; its log is " + log(port), START_LIMIT, () -> bank.answers());
        } catch (AssertionError e) {
            bank.close();
            throw new AssertionError(LogTail.of(text(log(port))), e);
        }
        return bank;
    }

    URI page(String path) {
        return address.resolve(path);
    }

    private static TestRealm createRealm(KeycloakUnderTest keycloak, URI address, Mailbox mails) {
        Map<String, Object> realm = new HashMap<>();
        for (Map.Entry<String, JsonNode> attribute : example(address).properties()) {
            realm.put(attribute.getKey(), attribute.getValue());
        }
        // The other fast setting is a key that Spring's OIDC client would have to be told of.
        realm.put("passwordPolicy", FastRealm.SETTINGS.get("passwordPolicy"));
        realm.put("realm", "it-" + UUID.randomUUID());
        realm.put("smtpServer", mails.smtpSettings());
        AdminApi admin = new AdminApi(keycloak);
        admin.createRealm(realm);
        TestRealm created = new TestRealm(keycloak, admin, (String) realm.get("realm"));
        created.configureEnrollment(Map.of("notifyUsers", "off"));
        SetupCalls.of(created).apply("everybody", "all", "Levels", "true");
        return created;
    }

    private static JsonNode example(URI address) {
        try {
            return Json.parse(Files.readString(REALM).replace(ADDRESS_IN_REALM, address.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Process launch(Path jar, int port, TestRealm realm) {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                jar.toString(),
                "--server.port=" + port,
                "--owlbank.realm=" + realm.uri(""),
                // The tests move Keycloak's clock forward, and not the bank's.
                "--owlbank.clock-skew=9000d");
        try {
            Files.createDirectories(log(port).getParent());
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log(port).toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path log(int port) {
        return Settings.work().resolve("owlbank-" + port + ".log");
    }

    private static String text(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean answers() {
        if (!process.isAlive()) {
            throw new AssertionError("The bank has ended");
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        ProcessTree.of(process).stop(STOP_LIMIT);
        mails.close();
        realm.close();
    }
}
