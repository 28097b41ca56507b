package io.verifytotp.keycloak.it.support.api;

import io.verifytotp.keycloak.it.support.http.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Requests to the Verify API that are nearly right, or not at all. Left out is what Keycloak's HTTP server refuses
 * before any extension sees it: {@code ;}, {@code //}, {@code ..} and broken percent signs in a path, and huge headers.
 */
public final class RequestFuzzer {
    private static final List<String> METHODS = List.of(
            "GET", "GET", "POST", "POST", "POST", "POST", "DELETE", "HEAD", "PUT", "PATCH", "OPTIONS", "PROPFIND", "X");
    private static final List<String> NAMES = List.of(
            "FriendlyName",
            "FactorType",
            "AuthPayload",
            "FactorSid",
            "Binding.Secret",
            "Config.TimeStep",
            "Config.Skew",
            "Config.CodeLength",
            "Config.Alg",
            "Metadata",
            "ExpirationDate",
            "Details.Message",
            "Details.Fields",
            "HiddenDetails",
            "Identity",
            "Totp.Issuer",
            "Totp.TimeStep",
            "Totp.CodeLength",
            "Totp.Skew",
            "Status",
            "Order",
            "PageSize",
            "Page",
            "PageToken",
            "",
            ".",
            "Unheard.Of");
    private static final List<String> VALUES = List.of(
            "",
            " ",
            "0",
            "1",
            "-1",
            "6",
            "30",
            "999999999999999999999",
            "1e9",
            "0x10",
            "NaN",
            "true",
            "null",
            "totp",
            "sha256",
            "x",
            "x:y",
            "\u0000",
            "\uFFFF",
            "ü€🦉",
            "\uD800",
            "'",
            "\"",
            "' OR 1=1--",
            "${jndi:ldap://x}",
            "<script>alert(1)</script>",
            "{}",
            "[]",
            "{\"a\":\"b\"}",
            "{\"a\":1}",
            "{\"label\":\"l\",\"value\":\"v\"}",
            "[[[[[[[[[[",
            "{\"a\":".repeat(500),
            "123456",
            "１２３４５６",
            "12345678",
            "2026-01-02T03:09:05",
            "9999-12-31T23:59:59Z",
            "+292278994-08-17T07:12:55Z",
            "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
            "====",
            "../../etc/passwd",
            "%s%n",
            "\r\nX-Injected: yes",
            "x".repeat(70_000));
    private static final List<String> SEGMENTS = List.of(
            "Services",
            "Entities",
            "Factors",
            "Challenges",
            "Webhooks",
            "%00",
            "%2F",
            "%20",
            "%C3%BC",
            "-",
            "~",
            "VA",
            "null",
            "0",
            "a".repeat(1000),
            "VA00000000000000000000000000000000",
            "YF00000000000000000000000000000000",
            "%F0%9F%A6%89",
            "*",
            "'",
            "$",
            "(",
            "@",
            ":");
    private static final List<String> CONTENT_TYPES = List.of(
            "application/x-www-form-urlencoded; charset=UTF-8",
            "application/x-www-form-urlencoded; charset=klingon",
            "application/json",
            "text/plain",
            "blah",
            "/",
            "multipart/form-data; boundary=x",
            "application/*");
    private static final List<String> HEADERS = List.of(
            "Accept",
            "Accept-Language",
            "X-HTTP-Method-Override",
            "Origin",
            "If-Match",
            "If-None-Match",
            "Range",
            "X-Forwarded-For",
            "Cookie",
            "Referer");
    private static final List<String> HEADER_VALUES = List.of(
            "",
            "text/html",
            "image/png",
            "junk",
            "*",
            "bytes=0-1",
            "DELETE",
            "null",
            "https://evil.example",
            "a=b; c",
            "xx-XX-xx;q=2",
            "x".repeat(500));

    private final Random random;
    private final List<String> paths;

    public RequestFuzzer(long seed, ApiFactor factor, String challenge) {
        random = new Random(seed);
        String service = factor.entity().replaceFirst("/Entities/.*", "");
        paths = List.of(
                "/Services",
                service,
                service + "/Entities",
                factor.entity(),
                factor.entity() + "/Factors",
                factor.path(),
                factor.challenges(),
                factor.challenge(challenge));
    }

    public ApiRequest next() {
        String method = one(METHODS);
        ApiRequest request = ApiRequest.of(method, path(method.equals("DELETE")) + query());
        if (random.nextInt(4) == 0) {
            request = request.header(one(HEADERS), one(HEADER_VALUES));
        }
        if (!request.method().equals("POST") || random.nextInt(20) == 0) {
            return request;
        }
        return switch (random.nextInt(8)) {
            case 0 -> request.body(one(CONTENT_TYPES), form());
            case 1 -> request.formBody(noise());
            case 2 -> request.formBody(mutated(form()));
            default -> request.formBody(form());
        };
    }

    /** With {@code away}, one that leads nowhere: what the next requests are about has to stay. */
    private String path(boolean away) {
        String path = one(paths);
        List<String> segments = new ArrayList<>(List.of(path.substring(1).split("/", -1)));
        if (away) {
            segments.set(random.nextInt(segments.size()), one(SEGMENTS) + "x");
        }
        switch (away ? 3 : random.nextInt(4)) {
            case 0 -> segments.set(random.nextInt(segments.size()), one(SEGMENTS));
            case 1 -> segments.add(random.nextInt(segments.size() + 1), one(SEGMENTS));
            case 2 -> segments.remove(random.nextInt(segments.size()));
            default -> {}
        }
        return segments.isEmpty() ? "" : '/' + String.join("/", segments);
    }

    private String query() {
        return random.nextInt(3) == 0 ? '?' + shortForm().encoded() : "";
    }

    /** Short enough for a URL. */
    private Form shortForm() {
        String value = one(VALUES);
        return Form.of(one(NAMES), value.substring(0, Math.min(value.length(), 50)), one(NAMES), "1");
    }

    private String form() {
        Form form = Form.of("FriendlyName", "Fuzz", "FactorType", "totp");
        for (int i = random.nextInt(5); i > 0; i--) {
            form = form.and(one(NAMES), one(VALUES));
        }
        return form.encoded();
    }

    /** A form with a few of its characters replaced, percent signs among them. */
    private String mutated(String form) {
        StringBuilder text = new StringBuilder(form);
        for (int i = 0; i < 3; i++) {
            text.setCharAt(random.nextInt(text.length()), (char) (' ' + random.nextInt(95)));
        }
        return text.toString();
    }

    private String noise() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(2000); i > 0; i--) {
            text.append((char) random.nextInt(256));
        }
        return text.toString();
    }

    private <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
