package io.verifytotp.keycloak.it.client;

import io.verifytotp.keycloak.it.support.Installed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Apache as a process of the test's own, with nothing of the system's configuration. */
final class Apache {
    private static final Path MODULES = Path.of("/usr/lib/apache2/modules");
    private static final List<String> BASE =
            List.of("mpm_event", "authn_core", "authz_core", "authz_user", "env", "setenvif", "dir", "alias", "mime");
    private static final String MAIN = """
            ServerRoot "%1$s"
            ServerName 127.0.0.1
            PidFile "%1$s/pid"
            ErrorLog /dev/stderr
            DocumentRoot "%1$s"
            TypesConfig /dev/null
            Listen 127.0.0.1:%2$d
            User www-data
            Group www-data
            StartServers 1
            ServerLimit 1
            ThreadsPerChild 16
            MaxRequestWorkers 16
            %3$s
            %4$s
            """;

    private Apache() {}

    /** Writes the configuration of a server with that site; how to run it. Skips the test without Apache. */
    static List<String> command(Path folder, int port, List<String> modules, String site) throws IOException {
        String apache = Installed.require("apache2", "apache2-bin").toString();
        String loaded = Stream.concat(BASE.stream(), modules.stream())
                .map(module -> "LoadModule " + module + "_module " + file(module))
                .collect(Collectors.joining("\n"));
        Path conf = folder.resolve("httpd.conf");
        Files.writeString(conf, MAIN.formatted(folder, port, loaded, site));
        return List.of(apache, "-f", conf.toString(), "-DFOREGROUND");
    }

    private static Path file(String module) {
        return MODULES.resolve("mod_" + module + ".so");
    }
}
