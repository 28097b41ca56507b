package io.verifytotp.keycloak.bench.load;

import io.verifytotp.keycloak.it.support.db.PostgresServer;
import io.verifytotp.keycloak.it.support.http.Http;
import io.verifytotp.keycloak.it.support.server.KeycloakServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Resources that the servers and the database have used since they started, or between two readings.
 *
 * @param serverCpu seconds of processor time of the servers' JVMs
 * @param databaseCpu seconds of processor time of all of PostgreSQL's processes
 * @param statements that PostgreSQL has run, without BEGIN and COMMIT
 * @param writes those of them that insert, update or delete
 * @param log bytes that those wrote to the write-ahead log
 * @param allocated bytes that the JVMs gave to new objects, in steps of a garbage collection
 */
public record Usage(double serverCpu, double databaseCpu, double statements, double writes, double log, double allocated) {
    private static final double TICKS_PER_SECOND = 100;

    /** Fields of {@code /proc/<pid>/stat} behind the program's name: user and system time, its own and its ended children's. */
    private static final int USER_TIME = 11;

    private static final String OF_REQUESTS =
            " from pg_stat_statements where query !~* '^\\s*(begin|commit|rollback|start|deallocate|discard)'"
                    + " and query !~* 'pg_stat_statements'";
    private static final String WRITE = "query ~* '^\\s*(insert|update|delete)'";

    public static Usage of(List<KeycloakServer> servers, PostgresServer database) {
        return new Usage(
                servers.stream().mapToDouble(server -> cpu(server.jvm())).sum(),
                database.processes().mapToDouble(Usage::cpu).sum(),
                number(database, "select coalesce(sum(calls), 0)" + OF_REQUESTS),
                number(database, "select coalesce(sum(calls) filter (where " + WRITE + "), 0)" + OF_REQUESTS),
                number(database, "select coalesce(sum(wal_bytes), 0)" + OF_REQUESTS),
                servers.stream().mapToDouble(Usage::allocated).sum());
    }

    public Usage since(Usage before) {
        return new Usage(
                serverCpu - before.serverCpu,
                databaseCpu - before.databaseCpu,
                statements - before.statements,
                writes - before.writes,
                log - before.log,
                allocated - before.allocated);
    }

    public Usage per(int count) {
        return new Usage(
                serverCpu / count,
                databaseCpu / count,
                statements / count,
                writes / count,
                log / count,
                allocated / count);
    }

    public Usage and(Usage other) {
        return new Usage(
                serverCpu + other.serverCpu,
                databaseCpu + other.databaseCpu,
                statements + other.statements,
                writes + other.writes,
                log + other.log,
                allocated + other.allocated);
    }

    private static double number(PostgresServer database, String query) {
        return Double.parseDouble(database.column(query).get(0));
    }

    private static double cpu(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return Stream.of(fields).skip(USER_TIME).limit(4).mapToDouble(Double::parseDouble).sum()
                    / TICKS_PER_SECOND;
        } catch (NoSuchFileException e) {
            return 0; // It has just ended; its parent counts what it used.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double allocated(KeycloakServer server) {
        return Http.send(Http.request(URI.create(server.managementUrl() + "/metrics")))
                .body()
                .lines()
                .filter(line -> line.startsWith("jvm_gc_memory_allocated_bytes_total"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }
}
