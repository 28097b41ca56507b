package io.verifytotp.keycloak.it.support.mail;

import io.verifytotp.keycloak.it.support.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes every mail that is sent to it, as a mail server on 127.0.0.1 does (RFC 5321), and keeps the text. It may be slow,
 * or say nothing at all.
 */
public final class Mailbox implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern LINK = Pattern.compile("http://[^\\s\"<>]+/login-actions/action-token\\?[^\\s\"<>]+");

    /** Longer than any client waits. */
    private static final Duration SILENCE = Duration.ofHours(1);

    private static final List<Mailbox> OPENED = new CopyOnWriteArrayList<>();

    private final ServerSocket server;
    private final Duration pause;
    private final List<String> mails = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();

    private Mailbox(ServerSocket server, Duration pause) {
        this.server = server;
        this.pause = pause;
    }

    public static Mailbox open() {
        return open(Duration.ZERO);
    }

    /** Accepts connections and never says a word. */
    public static Mailbox silent() {
        return open(SILENCE);
    }

    /** Thinks for so long before it greets. */
    public static Mailbox slow(Duration pause) {
        return open(pause);
    }

    private static Mailbox open(Duration pause) {
        try {
            Mailbox mailbox = new Mailbox(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), pause);
            OPENED.add(mailbox);
            start("mailbox", mailbox::serve);
            return mailbox;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The mails of all mailboxes that were opened, closed ones as well, until {@link #forgetAll()}. */
    public static List<String> all() {
        return OPENED.stream().flatMap(mailbox -> mailbox.mails.stream()).toList();
    }

    public static void forgetAll() {
        OPENED.clear();
    }

    /** What a realm needs to send its mails here. */
    public Map<String, String> smtpSettings() {
        return Map.of("host", "127.0.0.1", "port", Integer.toString(server.getLocalPort()), "from", "kc@example.org");
    }

    /** The mails so far, headers and all parts, the oldest first. */
    public List<String> mails() {
        return List.copyOf(mails);
    }

    /** The mails, as soon as there are that many. */
    public List<String> await(int count) {
        Await.until(count + " mails", PATIENCE, () -> mails.size() >= count);
        return mails();
    }

    /** Keycloak's link in the mail of that number, which is 0 for the first, as soon as it has come. */
    public URI awaitLink(int number) {
        await(number + 1);
        // Lines that are too long for a mail are broken, and then the equals sign is written as a number.
        Matcher link = LINK.matcher(mails.get(number).replace("=\n", "").replace("=3D", "="));
        if (!link.find()) {
            throw new AssertionError("No link in " + mails.get(number));
        }
        return URI.create(link.group().replace("&amp;", "&"));
    }

    /** How many times a client has connected. */
    public int connections() {
        return connections.get();
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                connections.incrementAndGet();
                start("mailbox client", () -> serve(client));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            LockSupport.parkNanos(pause.toNanos());
            converse(client);
        } catch (IOException e) {
            if (pause.isZero() && !server.isClosed()) {
                throw new UncheckedIOException(e);
            }
            // Who is made to wait may hang up.
        }
    }

    private void converse(Socket client) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        OutputStream out = client.getOutputStream();
        say(out, "220 ready");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.equals("DATA")) {
                say(out, "354 go on");
                mails.add(text(in));
            } else if (line.equals("QUIT")) {
                say(out, "221 bye");
                return;
            }
            if (!line.startsWith("QUIT")) {
                say(out, "250 ok");
            }
        }
    }

    private static String text(BufferedReader in) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            // A dot at the beginning of a line is sent twice (RFC 5321, 4.5.2).
            text.append(line.startsWith(".") ? line.substring(1) : line).append('\n');
        }
        return text.toString();
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
