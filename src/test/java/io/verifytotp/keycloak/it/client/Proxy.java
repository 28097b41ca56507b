package io.verifytotp.keycloak.it.client;

import io.verifytotp.keycloak.it.support.Installed;
import io.verifytotp.keycloak.it.support.Ports;
import io.verifytotp.keycloak.it.support.Settings;
import io.verifytotp.keycloak.it.support.http.Http;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The files in {@code examples/proxy}, run by a process of the test's own, without TLS and on a free port. */
enum Proxy {
    NGINX {
        @Override
        List<String> command(Path folder, String site, int port) throws IOException {
            String nginx = Installed.require("nginx", "nginx-light").toString();
            Path conf = folder.resolve("nginx.conf");
            Files.writeString(conf, NGINX_MAIN.formatted(folder, site(site, port)));
            return List.of(nginx, "-p", folder.toString(), "-c", conf.toString(), "-e", "stderr");
        }

        private String site(String site, int port) {
            return site.replace("listen 443 ssl;", "listen 127.0.0.1:" + port + ';');
        }
    },
    APACHE {
        @Override
        List<String> command(Path folder, String site, int port) throws IOException {
            return Apache.command(
                    folder,
                    port,
                    List.of("proxy", "proxy_http", "headers", "substitute", "filter"),
                    site.replace("*:443", "127.0.0.1:" + port));
        }
    };

    private static final Path EXAMPLES = Path.of("examples", "proxy");
    private static final String NGINX_MAIN = """
            daemon off;
            master_process off;
            pid %1$s/pid;
            events {}
            http {
              access_log off;
              client_body_temp_path %1$s/body;
              proxy_temp_path %1$s/proxy;
              fastcgi_temp_path %1$s/fastcgi;
              uwsgi_temp_path %1$s/uwsgi;
              scgi_temp_path %1$s/scgi;
            %2$s
            }
            """;

    /** Writes the configuration; how to run the program with it. Skips the test without the program. */
    abstract List<String> command(Path folder, String site, int port) throws IOException;

    /** In front of that realm, as soon as it answers. */
    Running start(TestRealm realm) {
        return start(realm, realm.keycloak().baseUrl(), 401);
    }

    /** In front of that address of Keycloak, as soon as a list of Services is answered with that status. */
    Running start(TestRealm realm, URI keycloak, int status) {
        int port = Ports.free(1).get(0);
        URI address = URI.create("http://127.0.0.1:" + port);
        try {
            Path folder = Files.createTempDirectory(
                    Files.createDirectories(Settings.work()), name().toLowerCase(Locale.ROOT));
            Dialog process = Dialog.start(folder, Map.of(), command(folder, site(realm, keycloak, address), port));
            Running running = new Running(process, address);
            process.until("an answer of " + this, () -> status(address.resolve("/v2/Services")) == status);
            return running;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file of the example for this realm, without the lines about certificates. */
    private String site(TestRealm realm, URI keycloak, URI address) throws IOException {
        return Files.readAllLines(EXAMPLES.resolve(name().toLowerCase(Locale.ROOT) + ".conf")).stream()
                .filter(line -> !line.matches("\\s*(ssl_certificate|SSL).*"))
                .map(line -> line.replace("/realms/shop/", "/realms/" + realm.name() + '/')
                        .replace("127.0.0.1:8080", keycloak.getAuthority())
                        .replace("https://id.example.org", keycloak.toString())
                        .replace("id.example.org", keycloak.getAuthority())
                        .replace("https://verify.example.org", address.toString()))
                .collect(Collectors.joining("\n"));
    }

    static int status(URI uri) {
        try {
            return Http.send(Http.request(uri)).statusCode();
        } catch (UncheckedIOException e) {
            return 0;
        }
    }

    /** Until it is closed. */
    record Running(Dialog process, URI address) implements AutoCloseable {
        @Override
        public void close() {
            process.close();
        }
    }
}
