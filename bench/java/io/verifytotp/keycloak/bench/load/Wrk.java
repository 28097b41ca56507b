package io.verifytotp.keycloak.bench.load;

import io.verifytotp.keycloak.it.support.Await;
import io.verifytotp.keycloak.it.support.FileTree;
import io.verifytotp.keycloak.it.support.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The load generator wrk, which sends prepared requests over some connections, each as fast as it is answered. */
public final class Wrk {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String SCRIPT = "bench/lua/requests.lua";

    private final List<URI> servers;
    private final int connections;

    /** @param servers nodes of one Keycloak, which take the connections in turns */
    public Wrk(List<URI> servers, int connections) {
        this.servers = servers;
        this.connections = connections;
    }

    /** When a piece of work began and ended, in nanoseconds, and whether its answer was the expected one. */
    public record Time(long begin, long end, boolean expected) {
        static Time of(String line) {
            String[] fields = line.split(" ", -1);
            return new Time(Long.parseLong(fields[0]), Long.parseLong(fields[1]), fields[2].equals("1"));
        }

        long nanoseconds() {
            return end - begin;
        }
    }

    /**
     * One time for each of the requests.
     *
     * @throws IllegalStateException if an answer was not the expected one, or none came
     */
    public List<Time> send(List<Request> requests) {
        Path folder = Settings.work().resolve("wrk");
        FileTree.delete(folder);
        try {
            Files.createDirectories(folder);
            for (int thread = 1; thread <= connections; thread++) {
                Files.write(folder.resolve("requests." + thread), share(requests, thread));
            }
            run(folder);
            List<Time> times = new ArrayList<>();
            for (int thread = 1; thread <= connections; thread++) {
                Files.readAllLines(folder.resolve("times." + thread)).forEach(line -> times.add(Time.of(line)));
            }
            long unexpected = times.stream().filter(time -> !time.expected()).count();
            if (times.size() != requests.size() || unexpected > 0) {
                throw new IllegalStateException(requests.size() + " requests, " + times.size() + " answers, "
                        + unexpected + " of them unexpected, see " + folder + "; the first request went to "
                        + requests.get(0).path());
            }
            return times;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> share(List<Request> requests, int thread) {
        return IntStream.range(0, requests.size())
                .filter(i -> i % connections == thread - 1)
                .mapToObj(i -> requests.get(i).line())
                .toList();
    }

    /** wrk goes on for the duration that it was given, so it is interrupted when its threads are done. */
    private void run(Path folder) throws IOException {
        String number = Integer.toString(connections);
        ProcessBuilder command = new ProcessBuilder(
                        "wrk", "-t", number, "-c", number, "-d", "1h", "--timeout", "30s", "-s", SCRIPT,
                        servers.get(0).toString(), "--", folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("wrk.log").toFile());
        command.environment()
                .put("BENCH_NODES", servers.stream().map(URI::getAuthority).collect(Collectors.joining(" ")));
        Process wrk = command.start();
        try {
            Await.until("answers to all requests, see " + folder, LIMIT, () -> !wrk.isAlive() || isDone(folder));
        } finally {
            wrk.destroy();
        }
    }

    private boolean isDone(Path folder) {
        return IntStream.rangeClosed(1, connections).allMatch(n -> Files.exists(folder.resolve("times." + n)));
    }
}
