package io.verifytotp.keycloak.it.support;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A process that the fixture started, with its children: {@code kc.sh} stays the parent of the server's JVM. */
public record ProcessTree(ProcessHandle root) {
    public static ProcessTree of(Process process) {
        return new ProcessTree(process.toHandle());
    }

    public boolean isAlive() {
        return root.isAlive();
    }

    /** The server itself, below its script. */
    public ProcessHandle jvm() {
        return root.descendants()
                .filter(handle -> handle.info().command().orElse("").endsWith("/java"))
                .findFirst()
                .orElseThrow();
    }

    /** SIGTERM to the root, which passes it on; whatever is left after {@code limit} is killed. */
    public void stop(Duration limit) {
        ProcessHandle[] all = all();
        root.destroy();
        for (ProcessHandle handle : all) {
            await(handle, limit);
        }
        kill(all);
    }

    /** SIGKILL to all of them, as in a crash. They are gone when this returns. */
    public void kill() {
        kill(all());
    }

    private static void kill(ProcessHandle... all) {
        for (ProcessHandle handle : all) {
            handle.destroyForcibly();
        }
        for (ProcessHandle handle : all) {
            await(handle, Duration.ofSeconds(10));
        }
    }

    /** Listed before anything ends: an orphan would no longer be a descendant. */
    private ProcessHandle[] all() {
        return Stream.concat(Stream.of(root), root.descendants()).toArray(ProcessHandle[]::new);
    }

    private static void await(ProcessHandle handle, Duration limit) {
        try {
            handle.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // Still there: kill() follows, or has done what it can.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
