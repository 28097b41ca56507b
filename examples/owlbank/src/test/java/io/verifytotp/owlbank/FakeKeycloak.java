package io.verifytotp.owlbank;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers as a realm does, as far as the bank asks: with keys of its own, and Challenges that tests approve and spoil.
 * The main project tests the bank against the real one.
 */
public final class FakeKeycloak {
    public static final String RIGHT_CODE = "123456";
    private static final String SERVICE = "VA" + "0".repeat(32);
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpServer server;
    private final RSAKey key;
    private final Map<String, Map<String, Object>> challenges = new ConcurrentHashMap<>();
    private final List<String> adminCalls = new CopyOnWriteArrayList<>();
    private volatile boolean down;
    private volatile boolean budgetIsSpent;
    private volatile String shownBy = "application";
    private volatile String stepUp = "";

    public FakeKeycloak() {
        try {
            key = new RSAKeyGenerator(2048).keyID("k1").generate();
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (JOSEException | IOException e) {
            throw new IllegalStateException(e);
        }
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newCachedThreadPool(runnable -> {
            Thread thread = new Thread(runnable);
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
    }

    public String realm() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/realms/owlbank";
    }

    public void reset() {
        challenges.clear();
        adminCalls.clear();
        down = false;
        budgetIsSpent = false;
        shownBy = "application";
    }

    public void goDown() {
        down = true;
    }

    public void comeBack() {
        down = false;
    }

    /** Receipts say so from now on. */
    public void shownBy(String who) {
        shownBy = who;
    }

    /** Bank's API, as the website sees it, demands this; empty: nothing. */
    public void apiDemands(String challenge) {
        stepUp = challenge;
    }

    public String onlyChallenge() {
        if (challenges.size() != 1) {
            throw new AssertionError(challenges.toString());
        }
        return challenges.keySet().iterator().next();
    }

    public int challenges() {
        return challenges.size();
    }

    public void change(String challenge, String name, Object value) {
        challenges.get(challenge).put(name, value);
    }

    /** As the purge does after 30 days. */
    public void forget(String challenge) {
        challenges.remove(challenge);
    }

    /** New Challenges are refused from now on. */
    public void spendBudget() {
        budgetIsSpent = true;
    }

    public Map<String, Object> challenge(String challenge) {
        return challenges.get(challenge);
    }

    public List<String> adminCalls() {
        return adminCalls;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Map<String, List<String>> form =
                form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        if (down) {
            send(exchange, 503, error(20503, 503));
        } else if (path.endsWith("/.well-known/openid-configuration")) {
            send(exchange, 200, discovery());
        } else if (path.endsWith("/certs")) {
            send(exchange, 200, new JWKSet(key).toPublicJWKSet().toJSONObject());
        } else if (path.endsWith("/token")) {
            send(exchange, 200, Map.of("access_token", "bank", "token_type", "Bearer", "expires_in", 60));
        } else if (path.startsWith("/admin/")) {
            adminCalls.add(exchange.getRequestMethod() + " " + path);
            send(exchange, 204, null);
        } else if (path.startsWith("/realms/owlbank/api/")) {
            api(exchange);
        } else {
            verify(exchange, path.replaceFirst(".*/v2", ""), form);
        }
    }

    private void api(HttpExchange exchange) throws IOException {
        if (!stepUp.isEmpty()) {
            exchange.getResponseHeaders().set("WWW-Authenticate", stepUp);
        }
        send(exchange, stepUp.isEmpty() ? 204 : 401, null);
    }

    private void verify(HttpExchange exchange, String path, Map<String, List<String>> form) throws IOException {
        String[] parts = path.split("/");
        if (path.equals("/Services")) {
            send(exchange, 200, list("services", List.of(Map.of("sid", SERVICE))));
        } else if (parts[parts.length - 1].equals("Factors")) {
            send(exchange, 200, list("factors", factors(parts[4])));
        } else if (path.endsWith("/Receipt")) {
            send(exchange, 200, Map.of("receipt", receipt(challenges.get(parts[6]))));
        } else if (parts.length == 6 && exchange.getRequestMethod().equals("POST") && budgetIsSpent) {
            send(exchange, 429, error(60312, 429));
        } else if (parts.length == 6 && exchange.getRequestMethod().equals("POST")) {
            send(exchange, 201, open(parts[4], form));
        } else if (parts.length == 6) {
            send(exchange, 200, list("challenges", new ArrayList<>(challenges.values())));
        } else {
            one(exchange, challenges.get(parts[6]), form);
        }
    }

    private void one(HttpExchange exchange, Map<String, Object> challenge, Map<String, List<String>> form)
            throws IOException {
        if (challenge == null) {
            send(exchange, 404, error(20404, 404));
            return;
        }
        if (exchange.getRequestMethod().equals("POST")) {
            if (challenge.get("status").equals("expired")) {
                send(exchange, 403, error(60323, 403));
                return;
            } else if (challenge.get("status").equals("approved")) {
                send(exchange, 403, error(60322, 403));
                return;
            } else if (form.get("AuthPayload").contains(RIGHT_CODE)) {
                challenge.put("status", "approved");
            }
        }
        send(exchange, 200, challenge);
    }

    private static List<Object> factors(String customer) {
        return customer.startsWith("without")
                ? List.of()
                : List.of(Map.of(
                        "sid",
                        "YF" + "1".repeat(32),
                        "identity",
                        customer,
                        "status",
                        "verified",
                        "friendly_name",
                        "Phone",
                        "date_created",
                        "2026-11-27T10:00:00Z"));
    }

    private Map<String, Object> open(String customer, Map<String, List<String>> form) {
        Map<String, Object> challenge = new HashMap<>();
        String sid = "YC" + "%032x".formatted(System.nanoTime());
        challenge.put("sid", sid);
        challenge.put("identity", customer);
        challenge.put("status", "pending");
        challenge.put("date_created", "2026-11-27T10:00:00Z");
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("message", form.get("Details.Message").get(0));
        details.put(
                "fields",
                form.get("Details.Fields").stream()
                        .map(text -> JSON.readValue(text, Map.class))
                        .toList());
        challenge.put("details", details);
        challenge.put("hidden_details", JSON.readValue(form.get("HiddenDetails").get(0), Map.class));
        challenges.put(sid, challenge);
        return challenge;
    }

    private String receipt(Map<String, Object> challenge) {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(realm())
                .audience("owlbank")
                .subject((String) challenge.get("identity"))
                .jwtID((String) challenge.get("sid"))
                .issueTime(Date.from(Instant.now()))
                .claim("factor", "YF" + "1".repeat(32))
                .claim("shown_by", shownBy)
                .claim("details", challenge.getOrDefault("signed details", challenge.get("details")))
                .build();
        SignedJWT signed = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .type(new JOSEObjectType("verify-totp-receipt+jwt"))
                        .keyID("k1")
                        .build(),
                claims);
        try {
            signed.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return signed.serialize();
    }

    private Map<String, Object> discovery() {
        String oidc = realm() + "/protocol/openid-connect";
        return Map.of(
                "issuer", realm(),
                "authorization_endpoint", oidc + "/auth",
                "token_endpoint", oidc + "/token",
                "jwks_uri", oidc + "/certs",
                "userinfo_endpoint", oidc + "/userinfo",
                "end_session_endpoint", oidc + "/logout",
                "subject_types_supported", List.of("public"));
    }

    private static Map<String, Object> list(String name, List<?> entries) {
        Map<String, Object> meta =
                new HashMap<>(Map.of("key", name, "page", 0, "page_size", 50, "url", "", "first_page_url", ""));
        meta.put("next_page_url", null);
        meta.put("previous_page_url", null);
        return Map.of(name, entries, "meta", meta);
    }

    private static Map<String, Object> error(int code, int status) {
        return Map.of("code", code, "message", "No", "more_info", "", "status", status);
    }

    private static Map<String, List<String>> form(String body) {
        Map<String, List<String>> form = new HashMap<>();
        for (String pair : body.split("&")) {
            String[] parts = pair.split("=", 2);
            form.computeIfAbsent(parts[0], name -> new ArrayList<>())
                    .add(parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return form;
    }

    private static void send(HttpExchange exchange, int status, Object body) throws IOException {
        byte[] bytes = body == null ? new byte[0] : JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body == null ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
