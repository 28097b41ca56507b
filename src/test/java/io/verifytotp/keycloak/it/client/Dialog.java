package io.verifytotp.keycloak.it.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Await;
import io.verifytotp.keycloak.it.support.ProcessTree;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program that asks and is answered, as by somebody at a terminal, or that runs until it is stopped. */
final class Dialog implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Process process;
    private final StringBuilder output = new StringBuilder();

    private int read;

    private Dialog(Process process) {
        this.process = process;
        Thread reader = new Thread(this::readAll, "output of process " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    static Dialog start(Path folder, Map<String, String> environment, List<String> words) {
        ProcessBuilder builder =
                new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            return new Dialog(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first match behind the one before, as soon as the program has written it. */
    MatchResult await(String pattern) {
        Pattern expected = Pattern.compile(pattern);
        try {
            return Await.value(pattern, PATIENCE, () -> find(expected));
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + output(), e);
        }
    }

    /** Returns once that is so, while the program runs. */
    void until(String what, BooleanSupplier condition) {
        try {
            Await.until(what, PATIENCE, condition);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + output(), e);
        }
    }

    private Optional<MatchResult> find(Pattern expected) {
        Matcher matcher = expected.matcher(output());
        if (matcher.find(read)) {
            read = matcher.end();
            return Optional.of(matcher.toMatchResult());
        }
        assertThat(process.isAlive()).as("the program still runs: " + output()).isTrue();
        return Optional.empty();
    }

    void answer(String line) {
        try {
            Writer input = process.outputWriter(StandardCharsets.UTF_8);
            input.write(line + '\n');
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that the program has written, once it has ended well. */
    String end() {
        Await.until("the end of the program", PATIENCE, () -> !process.isAlive());
        assertThat(process.exitValue()).as(output()).isZero();
        return output();
    }

    @Override
    public void close() {
        ProcessTree.of(process).stop(Duration.ofSeconds(10));
    }

    private void readAll() {
        char[] some = new char[1024];
        try (Reader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (int count = reader.read(some); count >= 0; count = reader.read(some)) {
                append(new String(some, 0, count));
            }
        } catch (IOException e) {
            // The program was stopped while it was read.
            append(e.toString());
        }
    }

    private void append(String text) {
        synchronized (output) {
            output.append(text);
        }
    }

    private String output() {
        synchronized (output) {
            return output.toString();
        }
    }
}
