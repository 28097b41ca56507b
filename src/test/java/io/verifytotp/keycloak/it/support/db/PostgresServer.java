package io.verifytotp.keycloak.it.support.db;

import io.verifytotp.keycloak.it.support.Command;
import io.verifytotp.keycloak.it.support.FileTree;
import io.verifytotp.keycloak.it.support.Ports;
import io.verifytotp.keycloak.it.support.ProcessTree;
import io.verifytotp.keycloak.it.support.Settings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A PostgreSQL with an empty database for Keycloak, as processes on 127.0.0.1 that a test can kill and pause. Port and
 * data stay the same over {@link #start()}.
 */
public final class PostgresServer implements DatabaseServer {
    private static final String USER = "postgres";
    private static final String PASSWORD = "postgres";

    private static final String DATABASE = "keycloak";
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    /** It reports each database that was killed as one that it could not stop. What else fails it throws. */
    private static final Logger STARTER = Logger.getLogger(EmbeddedPostgres.class.getName());

    static {
        STARTER.setLevel(Level.OFF);
    }

    private final Path data;
    private final int port;
    private final Map<String, String> settings;
    private EmbeddedPostgres running;

    private PostgresServer(Path data, int port, Map<String, String> settings) {
        this.data = data;
        this.port = port;
        this.settings = settings;
    }

    /** Skips the test where there are no binaries. */
    public static PostgresServer startNew(String name) {
        return startNew(name, Map.of());
    }

    /** With settings of its configuration besides. */
    public static PostgresServer startNew(String name, Map<String, String> settings) {
        boolean binaries = System.getProperty("os.name").equals("Linux")
                && List.of("amd64", "x86_64").contains(System.getProperty("os.arch"));
        Assumptions.assumeTrue(binaries, "The build has PostgreSQL for Linux on x86-64 only");
        Path data = Settings.work().resolve("postgres").resolve(name);
        FileTree.delete(data);
        PostgresServer server = new PostgresServer(data, Ports.free(1).get(0), settings);
        server.start();
        try (Connection connection = server.running.getPostgresDatabase().getConnection()) {
            run(connection, "create database " + DATABASE);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return server;
    }

    /** After {@link #kill()} with the recovery from its log of writes. */
    public void start() {
        try {
            Files.createDirectories(data.getParent());
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                    .setPort(port)
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setPGStartupWait(START_LIMIT)
                    .setOutputRedirector(log())
                    .setErrorRedirector(log())
                    .setServerConfig("max_connections", "300")
                    // As every PostgreSQL has it; these binaries come with "off", which loses commits in a crash.
                    .setServerConfig("synchronous_commit", "on");
            settings.forEach(builder::setServerConfig);
            running = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL does not start", e);
        }
    }

    /** As a power failure does: SIGKILL to all of its processes. */
    public void kill() {
        ProcessHandle postmaster = postmaster();
        // Else it could have another child after its children have been listed.
        signal("STOP", Stream.of(postmaster));
        new ProcessTree(postmaster).kill();
        release();
    }

    /** Connections stay open, and nothing is answered any more. */
    public void pause() {
        signal("STOP", processes());
    }

    public void resume() {
        signal("CONT", processes());
    }

    /** The server itself and one process for each connection and each of its own tasks. */
    public Stream<ProcessHandle> processes() {
        return Stream.concat(Stream.of(postmaster()), postmaster().descendants());
    }

    @Override
    public void close() {
        release();
    }

    @Override
    public String vendor() {
        return "postgres";
    }

    @Override
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + '/' + DATABASE;
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

    /** {@code target/it/logs/<name>-postgres.log}. */
    private ProcessBuilder.Redirect log() throws IOException {
        Path logs = Files.createDirectories(Settings.work().resolve("logs"));
        return ProcessBuilder.Redirect.appendTo(
                logs.resolve(data.getFileName() + "-postgres.log").toFile());
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private ProcessHandle postmaster() {
        try {
            String pid = Files.readAllLines(data.resolve("postmaster.pid")).get(0);
            return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those that have ended by then are no concern. */
    private static void signal(String name, Stream<ProcessHandle> processes) {
        processes.forEach(
                process -> Command.of("sh", "-c", "kill -" + name + ' ' + process.pid() + " 2>/dev/null || true")
                        .output(Duration.ofSeconds(10)));
    }

    private void release() {
        try {
            running.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
