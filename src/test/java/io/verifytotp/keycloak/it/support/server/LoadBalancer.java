package io.verifytotp.keycloak.it.support.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.verifytotp.keycloak.it.support.http.Http;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** One address for the nodes of a cluster, without sticky sessions: the test says to which node the requests go. */
public final class LoadBalancer implements KeycloakUnderTest {
    /** Set by the two sides of the connection themselves. */
    private static final Set<String> HOP_BY_HOP =
            Set.of("connection", "content-length", "host", "http2-settings", "transfer-encoding", "upgrade");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile KeycloakServer node;

    private LoadBalancer(HttpServer server, KeycloakServer node) {
        this.server = server;
        this.node = node;
    }

    public static LoadBalancer before(KeycloakServer node) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            LoadBalancer balancer = new LoadBalancer(server, node);
            server.setExecutor(balancer.threads);
            server.createContext("/", balancer::forward);
            server.start();
            return balancer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on all requests go there. */
    public void to(KeycloakServer other) {
        node = other;
    }

    private void forward(HttpExchange exchange) throws IOException {
        try (exchange) {
            HttpRequest.Builder request = Http.request(
                            URI.create(node.baseUrl() + exchange.getRequestURI().toString()))
                    .method(
                            exchange.getRequestMethod(),
                            BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()))
                    .header("X-Forwarded-Proto", "http")
                    .header("X-Forwarded-Host", baseUrl().getAuthority())
                    .header("X-Forwarded-Port", String.valueOf(baseUrl().getPort()));
            exchange.getRequestHeaders().forEach((name, values) -> {
                if (isEndToEnd(name)) {
                    values.forEach(value -> request.header(name, value));
                }
            });
            answer(exchange, Http.send(request));
        }
    }

    private static void answer(HttpExchange exchange, HttpResponse<String> response) throws IOException {
        response.headers().map().forEach((name, values) -> {
            if (isEndToEnd(name)) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(response.statusCode(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private static boolean isEndToEnd(String header) {
        return HOP_BY_HOP.stream().noneMatch(header::equalsIgnoreCase);
    }

    @Override
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public URI managementUrl() {
        return node.managementUrl();
    }

    @Override
    public AdminAccount adminAccount() {
        return node.adminAccount();
    }

    @Override
    public String log() {
        return node.log();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
