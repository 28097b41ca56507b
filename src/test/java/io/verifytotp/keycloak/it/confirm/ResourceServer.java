package io.verifytotp.keycloak.it.confirm;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.http.Http;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A resource server as RFC 9470 describes it: it gives an account number for a code of the last five minutes only. */
final class ResourceServer implements AutoCloseable {
    private static final String CHALLENGE = "Bearer error=\"insufficient_user_authentication\","
            + " error_description=\"A more recent authentication with a code is required\","
            + " acr_values=\"2\", max_age=\"300\"";
    private static final Duration MAX_AGE = Duration.ofMinutes(5);
    private static final Pattern PARAMETER = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    private final HttpServer server;
    private final DefaultJWTProcessor<SecurityContext> tokens = new DefaultJWTProcessor<>();
    private final TestClock clock;

    private ResourceServer(TestRealm realm) throws IOException {
        clock = new TestClock(realm.keycloak());
        URI keys = realm.uri("/protocol/openid-connect/certs");
        tokens.setJWSKeySelector(new JWSVerificationKeySelector<>(
                JWSAlgorithm.Family.SIGNATURE,
                JWKSourceBuilder.create(keys.toURL()).build()));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    static ResourceServer of(TestRealm realm) throws IOException {
        return new ResourceServer(realm);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String header = exchange.getRequestHeaders().getFirst("Authorization");
            JWTClaimsSet token = tokens.process(header.substring("Bearer ".length()), null);
            if (isEnough(token)) {
                exchange.sendResponseHeaders(204, -1);
            } else {
                exchange.getResponseHeaders().add("WWW-Authenticate", CHALLENGE);
                exchange.sendResponseHeaders(401, -1);
            }
        } catch (ParseException | BadJOSEException | JOSEException e) {
            throw new IOException(e);
        }
    }

    private boolean isEnough(JWTClaimsSet token) throws ParseException {
        Instant authenticated = Instant.ofEpochSecond(token.getLongClaim("auth_time"));
        return "2".equals(token.getStringClaim("acr"))
                && !authenticated.plus(MAX_AGE).isBefore(clock.now());
    }

    /** What it answers to that token: the parameters of its challenge, or none if it gives what was asked for. */
    Map<String, String> challenge(String token) {
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/account");
        HttpResponse<String> response = Http.send(Http.request(uri).header("Authorization", "Bearer " + token));
        if (response.statusCode() == 204) {
            return Map.of();
        }
        String header = response.headers().firstValue("WWW-Authenticate").orElseThrow();
        return PARAMETER.matcher(header).results().collect(Collectors.toMap(one -> one.group(1), one -> one.group(2)));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
