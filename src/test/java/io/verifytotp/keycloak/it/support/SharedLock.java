package io.verifytotp.keycloak.it.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/** A lock over all test JVMs of a run, for what they share. The same thread may take it more than once. */
public final class SharedLock {
    private static final ReentrantLock OF_THIS_JVM = new ReentrantLock();

    private SharedLock() {}

    public static void hold(Runnable work) {
        OF_THIS_JVM.lock();
        try {
            if (OF_THIS_JVM.getHoldCount() > 1) {
                work.run();
            } else {
                holdFile(work);
            }
        } finally {
            OF_THIS_JVM.unlock();
        }
    }

    private static void holdFile(Runnable work) {
        Path file = Settings.shared().resolve("lock");
        try {
            Files.createDirectories(file.getParent());
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (!lock.isValid()) {
                    throw new IllegalStateException("The lock of " + file + " was lost");
                }
                work.run();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
