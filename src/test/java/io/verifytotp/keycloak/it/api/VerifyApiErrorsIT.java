package io.verifytotp.keycloak.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.api.ApiClient;
import io.verifytotp.keycloak.it.support.api.ApiClientBuilder;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.api.ApiRequest;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.http.Http;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.net.URI;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with a request, the answer has the one shape that Twilio's SDKs read. */
class VerifyApiErrorsIT {
    @AutoClose
    private static TestRealm realm;

    private static VerifyApi api;
    private static ApiFactor factor;
    private static String challenge;

    @BeforeAll
    static void createFactor() {
        realm = RealmBuilder.aRealm().createOn(SharedKeycloak.get());
        api = realm.api(ApiRole.MANAGE);
        factor = ApiFactor.verified(api, realm.addUser("owner"));
        challenge = factor.openChallenge();
    }

    private static String filled(String path) {
        return path.replace("{entity}", factor.entity())
                .replace("{service}", "/Services/" + api.defaultService())
                .replace("{factor}", factor.path())
                .replace("{challenge}", factor.challenge(challenge));
    }

    @Nested
    class OnAnUnknownPath {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "/Nowhere",
                    "/services",
                    "{service}/Webhooks",
                    "{service}/AccessTokens",
                    "{service}/RateLimits",
                    "{service}/Verifications",
                    "{entity}/Nowhere",
                    "{challenge}/Notifications",
                    "{challenge}/More",
                    "{factor}/More/And/More",
                    "{entity}/factors"
                })
        void isNotFound(String path) {
            for (String method : List.of("GET", "POST", "DELETE", "PUT")) {
                api.send(ApiRequest.of(method, filled(path))).expectNotFound();
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "/", "/v1", "/v1/Services", "/v3/Services", "/v2.1/Services", "/V2/Services"})
        void isNotFoundBesideTheVersionEither(String path) {
            URI uri = realm.uri("/verify-totp" + path);
            ApiClient client = ApiClientBuilder.aClient().roles(ApiRole.VIEW).createIn(realm);

            ApiReply reply =
                    ApiReply.of(Http.send(Http.request(uri).header("Authorization", "Bearer " + client.token())));

            reply.expectNotFound();
        }

        @Test
        void isNotFoundInARealmThatDoesNotExist() {
            TestRealm nowhere = new TestRealm(realm.keycloak(), realm.admin(), "nowhere");

            api.at(nowhere).get("/Services").expectNotFound();
            api.at(nowhere).post("/Services", Form.of("FriendlyName", "x")).expectNotFound();
        }
    }

    @Nested
    class OnAnotherMethod {
        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                /Services            | PUT PATCH DELETE      | GET POST
                {service}            | PUT PATCH             | GET POST DELETE
                {service}/Entities   | PUT PATCH DELETE      | GET POST
                {entity}             | PUT PATCH POST        | GET DELETE
                {entity}/Factors     | PUT PATCH DELETE      | GET POST
                {factor}             | PUT PATCH             | GET POST DELETE
                {entity}/Challenges  | PUT PATCH DELETE      | GET POST
                {challenge}          | PUT PATCH DELETE      | GET POST
                """)
        void namesTheRightOnes(String path, String wrong, String right) {
            for (String method : wrong.split(" ", -1)) {
                ApiReply reply = api.send(ApiRequest.of(method, filled(path))).expectError(405, 20405);
                Set<String> allowed = Arrays.stream(
                                reply.headers().firstValue("Allow").orElse("").split("\\s*,\\s*", -1))
                        .collect(Collectors.toSet());

                assertThat(allowed).contains(right.split(" ", -1)).doesNotContain(wrong.split(" ", -1));
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"PROPFIND", "FOO", "MKCOL"})
        void isRefusedEvenIfNobodyKnowsIt(String method) {
            api.send(ApiRequest.of(method, "/Services")).expectError(405, 20405);
        }

        @Test
        void aHeadIsAGetWithoutBody() {
            for (String path : List.of("/Services", "{service}", "{entity}", "{factor}", "{challenge}")) {
                ApiReply head = api.send(ApiRequest.of("HEAD", filled(path)));

                assertThat(head.expect(200).text()).isEmpty();
                assertThat(head.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
            }
            api.send(ApiRequest.of("HEAD", "/Nowhere")).expect(404);
            VerifyApi.of(realm).send(ApiRequest.of("HEAD", "/Services")).expect(401);
        }
    }

    @Nested
    class OnABody {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "application/json",
                    "text/plain",
                    "multipart/form-data; boundary=x",
                    "application/xml",
                    "blah",
                    "application/x-www-form-urlencodedx",
                    "*/*"
                })
        void thatIsNoFormIsUnsupported(String contentType) {
            String before = factor.fetch().text();

            for (String path : List.of("/Services", "{entity}/Factors", "{factor}", "{challenge}")) {
                api.send(ApiRequest.of("POST", filled(path)).body(contentType, "{\"FriendlyName\":\"x\"}"))
                        .expectError(415, 20415);
            }
            assertThat(factor.fetch().text()).isEqualTo(before);
        }

        @Test
        void isUnderstoodWithACharset() {
            ApiRequest request = ApiRequest.of("POST", "/Services")
                    .body("application/x-www-form-urlencoded; charset=UTF-8", "FriendlyName=Caf%C3%A9+Owl");

            assertThat(api.send(request).expect(201).field("friendly_name")).isEqualTo("Café Owl");
        }

        @Test
        void thatIsEmptyNeedsNoContentType() {
            api.send(ApiRequest.of("POST", filled("{factor}"))).expect(200);
            api.send(ApiRequest.of("POST", "/Services")).expectInvalid("FriendlyName");
        }

        @ParameterizedTest
        @ValueSource(strings = {"application/json", "application/x-www-form-urlencoded; charset=UTF-8", "text/plain"})
        void ofADeletionIsIgnored(String contentType) {
            String service = api.addService("Deleted");

            ApiRequest request = ApiRequest.of("DELETE", "/Services/" + service).header("Content-Type", contentType);

            api.send(request).expect(204);
        }

        @ParameterizedTest
        @ValueSource(strings = {"a=%zz", "a=%", "%=a", "a=%2"})
        void thatIsMalformedIsABadRequest(String body) {
            ApiReply reply = api.send(ApiRequest.of("POST", "/Services").formBody(body));

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.code()).isIn(20400, 60306);
        }

        @ParameterizedTest
        @ValueSource(strings = {"&&&", "=", "=x", "FriendlyName", "a&b&c", "[]", "{}", "\u0000"})
        void withoutTheParameterIsABadRequest(String body) {
            ApiReply reply = api.send(ApiRequest.of("POST", "/Services").formBody(body));

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.code()).isIn(20400, 60306);
        }

        @Test
        void withAFieldThatIsTooLongIsTooLarge() {
            String body = "FriendlyName=" + "x".repeat(3 * 1024 * 1024);

            api.send(ApiRequest.of("POST", "/Services").formBody(body)).expectError(413, 20413);
        }

        @Test
        void withTooManyParametersIsRefused() {
            String body = "FriendlyName=Many&" + String.join("&", Collections.nCopies(2000, "a=b"));

            ApiReply reply = api.send(ApiRequest.of("POST", "/Services").formBody(body));

            assertThat(reply.status()).isIn(400, 413);
            reply.expectError(reply.status(), 20000 + reply.status());
        }
    }

    @Nested
    class Always {
        @ParameterizedTest
        @ValueSource(strings = {"text/html", "image/png", "application/xml", "*/*", "junk", ""})
        void isJsonWhateverTheClientAccepts(String accept) {
            api.send(ApiRequest.of("GET", "/Nowhere").header("Accept", accept)).expectNotFound();
            api.send(ApiRequest.of("POST", "/Services").header("Accept", accept))
                    .expectInvalid("FriendlyName");
            api.send(ApiRequest.of("PATCH", "/Services").header("Accept", accept))
                    .expectError(405, 20405);
            api.send(ApiRequest.of("GET", "/Services").header("Accept", accept)).expect(200);
            VerifyApi.of(realm)
                    .send(ApiRequest.of("GET", "/Services").header("Accept", accept))
                    .expectError(401, 20003);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/Services/%00",
                    "/Services/%20",
                    "/Services/%3Cscript%3E",
                    "/Services/%C3%BC",
                    "/%E2%82%AC",
                    "/Services/{}",
                    "{service}/Entities/'%20or%201=1--",
                    "{service}/Entities/%F0%9F%A6%89"
                })
        void isTheSameForStrangePaths(String path) {
            String encoded = filled(path).replace("{", "%7B").replace("}", "%7D");

            ApiReply reply = api.get(encoded).expectNotFound();

            assertThat(reply.text()).doesNotContain("<script>");
        }

        @Test
        void revealsNothingAboutTheServer() {
            List<ApiReply> errors = List.of(
                    api.get("/Nowhere"),
                    api.post("/Services", Form.of("FriendlyName", "a:b")),
                    api.send(ApiRequest.of("POST", "/Services").formBody("a=%zz")),
                    api.send(ApiRequest.of("PUT", "/Services")),
                    VerifyApi.of(realm).get("/Services"));

            assertThat(errors).allSatisfy(error -> assertThat(error.text())
                    .doesNotContain("Exception", "org.keycloak", "io.verifytotp", "\tat ", "<html"));
        }
    }
}
