package io.verifytotp.keycloak.it.adopt;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.api.ApiRequest;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.realm.Base32Key;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** Files that are sent to {@code Factors/Import} of a Service. */
record ImportCalls(VerifyApi api, String service) {
    static ImportCalls of(VerifyApi api) {
        return new ImportCalls(api, api.defaultService());
    }

    ImportCalls as(VerifyApi other) {
        return new ImportCalls(other, service);
    }

    String path() {
        return "/Services/" + service + "/Factors/Import";
    }

    ApiReply post(String... lines) {
        return send("text/csv; charset=utf-8", String.join("\n", lines) + "\n");
    }

    ApiReply send(String type, String text) {
        return api.send(ApiRequest.of("POST", path()).body(type, text));
    }

    /** The results of all lines, as {@code 2 created}, with the code of a refusal. */
    static List<String> results(ApiReply reply) {
        return StreamSupport.stream(reply.expect(200).body().get("lines").spliterator(), false)
                .map(ImportCalls::result)
                .toList();
    }

    static JsonNode only(ApiReply reply) {
        JsonNode lines = reply.expect(200).body().get("lines");
        if (lines.size() != 1) {
            throw new AssertionError(reply.text());
        }
        return lines.get(0);
    }

    private static String result(JsonNode line) {
        String code = line.get("code").isNull() ? "" : " " + line.get("code").asText();
        return line.get("line").asText() + " " + line.get("result").asText() + code;
    }

    /** A seed that no other test has. */
    static String seed(String of) {
        String text = IntStream.range(0, 20)
                .mapToObj(i -> of.substring(i % of.length(), i % of.length() + 1))
                .reduce("", String::concat);
        return Base32Key.encode(text.getBytes(US_ASCII));
    }
}
