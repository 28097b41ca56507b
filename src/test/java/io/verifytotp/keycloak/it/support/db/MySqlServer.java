package io.verifytotp.keycloak.it.support.db;

import io.verifytotp.keycloak.it.support.Await;
import io.verifytotp.keycloak.it.support.Command;
import io.verifytotp.keycloak.it.support.FileTree;
import io.verifytotp.keycloak.it.support.Ports;
import io.verifytotp.keycloak.it.support.ProcessTree;
import io.verifytotp.keycloak.it.support.Settings;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A MariaDB or MySQL with an empty database for Keycloak, as a process on 127.0.0.1 that ends with the JVM. The
 * platform's packages have to bring the binaries; nothing of an installed server's configuration and data is touched.
 */
public final class MySqlServer implements DatabaseServer {
    public static final String USER = "keycloak";
    public static final String PASSWORD = "keycloak";

    private static final String DATABASE = "keycloak";
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    /** Which of the two. Some MariaDB is called {@code mysqld}, too. */
    public enum Product {
        MARIADB("mariadbd", "No MariaDB server here: install the packages mariadb-server-core and mariadb-client-core"),
        MYSQL(
                "mysqld",
                "No MySQL server here: put its mysqld on the PATH (Debian's package default-mysql-server is MariaDB)");

        private final String server;
        private final String missing;

        Product(String server, String missing) {
            this.server = server;
            this.missing = missing;
        }

        private String vendor() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** What makes the data folder, and what that needs. */
        private List<String> tools() {
            return this == MARIADB ? List.of("mariadb-install-db", "my_print_defaults") : List.of();
        }

        private boolean is(Path binary) {
            String version = Command.of(binary.toString(), "--version").output(Duration.ofSeconds(20));
            return version.contains("MariaDB") == (this == MARIADB);
        }
    }

    private final Product product;
    private final Path binary;
    private final Path data;
    private final int port = Ports.free(1).get(0);
    private ProcessTree process;

    private MySqlServer(Product product, Path binary, Path data) {
        this.product = product;
        this.binary = binary;
        this.data = data;
    }

    /** Skips the test where there is no such server. */
    public static MySqlServer startNew(Product product, String name) {
        Optional<Path> binary = find(product.server).filter(product::is).findFirst();
        boolean complete = binary.isPresent()
                && product.tools().stream()
                        .allMatch(tool -> find(tool).findAny().isPresent());
        if (!complete) {
            System.out.println("Skipped: " + product.missing); // which Maven does not tell of a whole class
        }
        Assumptions.assumeTrue(complete, product.missing);
        Path data = Settings.work().resolve(product.vendor()).resolve(name);
        FileTree.delete(data);
        MySqlServer server = new MySqlServer(product, binary.orElseThrow(), data);
        server.initialize();
        server.start();
        return server;
    }

    /** On the PATH, and where servers are that are not on everybody's. */
    private static Stream<Path> find(String program) {
        return Stream.concat(
                        Stream.of(System.getenv("PATH").split(File.pathSeparator)),
                        Stream.of("/usr/sbin", "/usr/local/sbin", "/usr/local/mysql/bin"))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable);
    }

    private void initialize() {
        try {
            Files.createDirectories(data.getParent());
            Files.writeString(initFile(), """
                    create database if not exists %1$s character set utf8mb4 collate utf8mb4_unicode_ci;
                    create user if not exists '%2$s'@'127.0.0.1' identified by '%3$s';
                    grant all on %1$s.* to '%2$s'@'127.0.0.1';
                    """.formatted(DATABASE, USER, PASSWORD));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Command.of(
                        switch (product) {
                            case MARIADB ->
                                command(
                                        find(product.tools().get(0)).findFirst().orElseThrow(),
                                        "--auth-root-authentication-method=normal",
                                        "--skip-test-db");
                            case MYSQL -> command(binary, "--initialize-insecure");
                        })
                .output(START_LIMIT);
    }

    private void start() {
        List<String> command = command(
                binary,
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--skip-name-resolve",
                // Below the data folder: a path from the root could be longer than sockets may have.
                "--socket=server.sock",
                "--pid-file=server.pid",
                "--max-connections=400",
                // Debian's MySQL would look for a folder of an installed server.
                "--secure-file-priv=",
                "--init-file=" + initFile());
        if (product == Product.MYSQL) {
            command.add("--mysqlx=OFF");
        }
        try {
            process = ProcessTree.of(new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.to(log().toFile()))
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(process::kill));
        Await.until("connections to " + product, START_LIMIT, () -> !process.isAlive() || answers());
        if (!process.isAlive()) {
            throw new IllegalStateException(product + " ended while starting; see " + log());
        }
    }

    /** Both products refuse to run as root unless told so. */
    private List<String> command(Path program, String... options) {
        List<String> command = new ArrayList<>(List.of(program.toString(), "--no-defaults", "--datadir=" + data));
        if (System.getProperty("user.name").equals("root")) {
            command.add("--user=root");
        }
        command.addAll(List.of(options));
        return command;
    }

    private boolean answers() {
        try (Connection connection = connect()) {
            return connection.isValid(10);
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public void close() {
        process.stop(STOP_LIMIT);
    }

    @Override
    public String vendor() {
        return product.vendor();
    }

    @Override
    public String jdbcUrl() {
        return "jdbc:" + vendor() + "://127.0.0.1:" + port + '/' + DATABASE;
    }

    @Override
    public String user() {
        return USER;
    }

    @Override
    public String password() {
        return PASSWORD;
    }

    @Override
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl(), USER, PASSWORD);
    }

    private Path initFile() {
        return data.resolveSibling(data.getFileName() + ".sql");
    }

    /** {@code target/it/logs/<name>-<product>.log}. */
    private Path log() {
        try {
            Path logs = Files.createDirectories(Settings.work().resolve("logs"));
            return logs.resolve(data.getFileName() + "-" + vendor() + ".log");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
