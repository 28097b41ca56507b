package io.verifytotp.keycloak.it.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A program that is run to its end. */
public final class Command {
    private final ProcessBuilder builder;

    private Command(List<String> words) {
        builder = new ProcessBuilder(words).redirectErrorStream(true);
    }

    public static Command of(String... words) {
        return new Command(List.of(words));
    }

    public static Command of(List<String> words) {
        return new Command(words);
    }

    public Command in(Path folder) {
        builder.directory(folder.toFile());
        return this;
    }

    /** Gives the program that file as its input. */
    public Command input(Path file) {
        builder.redirectInput(file.toFile());
        return this;
    }

    public Command environment(Consumer<Map<String, String>> change) {
        change.accept(builder.environment());
        return this;
    }

    /**
     * What the program wrote to both its streams.
     *
     * @throws IllegalStateException with that text if it failed or took longer than {@code limit}
     */
    public String output(Duration limit) {
        try {
            Process process = builder.start();
            // Read beside the waiting, or a program that fills the pipe would never end.
            CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> read(process));
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                ProcessTree.of(process).kill();
            }
            if (!ended || process.exitValue() != 0) {
                String how = ended ? "exit code " + process.exitValue() : "not done after " + limit;
                throw new IllegalStateException(builder.command() + ": " + how + "\n" + output.join());
            }
            return output.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted: " + builder.command(), e);
        }
    }

    private static String read(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
