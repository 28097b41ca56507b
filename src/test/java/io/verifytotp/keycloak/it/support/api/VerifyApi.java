package io.verifytotp.keycloak.it.support.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.http.Http;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The Verify API of a realm as somebody with certain credentials sees it. Paths start after its root, as
 * {@code /Services}. Every exchange is held against {@code docs/openapi.yaml}.
 */
public final class VerifyApi {
    private final TestRealm realm;
    private final List<String> authorizations;

    private VerifyApi(TestRealm realm, List<String> authorizations) {
        this.realm = realm;
        this.authorizations = authorizations;
    }

    /** Without credentials. */
    public static VerifyApi of(TestRealm realm) {
        return new VerifyApi(realm, List.of());
    }

    public VerifyApi basic(String user, String password) {
        byte[] credentials = (user + ':' + password).getBytes(StandardCharsets.UTF_8);
        return authorizations("Basic " + Base64.getEncoder().encodeToString(credentials));
    }

    public VerifyApi bearer(String token) {
        return authorizations("Bearer " + token);
    }

    /** As many Authorization headers. */
    public VerifyApi authorizations(String... values) {
        return new VerifyApi(realm, List.of(values));
    }

    /** The same credentials at another realm. */
    public VerifyApi at(TestRealm other) {
        return new VerifyApi(other, authorizations);
    }

    public TestRealm realm() {
        return realm;
    }

    public URI root() {
        return realm.uri("/verify-totp/v2");
    }

    public ApiReply get(String path) {
        return send(ApiRequest.of("GET", path));
    }

    public ApiReply post(String path, Form form) {
        return send(ApiRequest.post(path, form));
    }

    public ApiReply delete(String path) {
        return send(ApiRequest.of("DELETE", path));
    }

    public ApiReply send(ApiRequest request) {
        HttpRequest.Builder http = request.to(root());
        authorizations.forEach(value -> http.header("Authorization", value));
        ApiReply reply = ApiReply.of(Http.send(http));
        OpenApiContract.get().check(request.method(), "/v2" + request.path(), reply);
        return reply;
    }

    /** An address that the API gave; it has to lie below the root. */
    public ApiReply follow(String url) {
        return get(below(url));
    }

    /** All elements of a list, over all of its pages. */
    public List<JsonNode> list(String path) {
        List<JsonNode> all = new ArrayList<>();
        String next = root() + path;
        while (!next.equals("null")) {
            JsonNode page = follow(next).expect(200).body();
            page.get(page.at("/meta/key").asText()).forEach(all::add);
            next = page.at("/meta/next_page_url").asText();
        }
        return all;
    }

    /** The SIDs of all elements of a list. */
    public List<String> sids(String path) {
        return list(path).stream().map(element -> element.get("sid").asText()).toList();
    }

    public String defaultService() {
        return get("/Services").expect(200).field("services/0/sid");
    }

    /** Makes a Service of that name. */
    public String addService(String name, String... totp) {
        return post("/Services", Form.of("FriendlyName", name).and(totp))
                .expect(201)
                .sid();
    }

    /** The path of what the API calls that. */
    public String below(String url) {
        String root = root().toString();
        if (!url.startsWith(root)) {
            throw new AssertionError("Not below " + root + ": " + url);
        }
        return url.substring(root.length());
    }

    public static String entity(String service, TestUser user) {
        return entity(service, user.id());
    }

    public static String entity(String service, String identity) {
        return "/Services/" + service + "/Entities/" + identity;
    }
}
