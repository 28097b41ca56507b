package io.verifytotp.keycloak.it.support.http;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;

/**
 * The application that people log in to: an empty page where every login ends. It answers, because Chromium makes
 * an error page, and Selenium an exception, of a redirect to nowhere.
 */
public final class Callback {
    private static final int NO_CONTENT = -1;
    private static final Callback INSTANCE = new Callback();

    private final URI uri;

    private Callback() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            // For the favicon too, which would otherwise be an error in the console.
            server.createContext("/", exchange -> {
                exchange.sendResponseHeaders(200, NO_CONTENT);
                exchange.close();
            });
            server.start();
            uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/callback");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static URI uri() {
        return INSTANCE.uri;
    }

    public static boolean isAt(URI location) {
        return location.toString().startsWith(uri() + "?");
    }
}
