package io.verifytotp.keycloak.it.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Free TCP ports on the loopback address. Each test JVM has a range of its own, below those that the system gives out, so
 * that nobody takes a port between the search and its use.
 */
public final class Ports {
    private static final int FIRST = 16_400;
    private static final int COUNT = 3_000;
    private static final int ATTEMPTS = 1_000;
    private static final Random RANDOM = new Random();

    private Ports() {}

    /** All held at once before any is given back, so that they are distinct. */
    public static List<Integer> free(int count) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            while (held.size() < count) {
                held.add(hold());
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            held.forEach(Ports::close);
        }
    }

    private static ServerSocket hold() throws IOException {
        int first = FIRST + COUNT * (Settings.fork() - 1);
        BindException taken = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                return new ServerSocket(first + RANDOM.nextInt(COUNT), 1, InetAddress.getLoopbackAddress());
            } catch (BindException e) {
                taken = e;
            }
        }
        throw new IOException("No free port from " + first + " on", taken);
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
