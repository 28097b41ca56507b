package io.verifytotp.keycloak.it.adopt;

import static io.verifytotp.keycloak.it.adopt.ImportCalls.only;
import static io.verifytotp.keycloak.it.adopt.ImportCalls.results;
import static io.verifytotp.keycloak.it.adopt.ImportCalls.seed;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.Together;
import io.verifytotp.keycloak.it.support.api.ApiClient;
import io.verifytotp.keycloak.it.support.api.ApiClientBuilder;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Files of factors from elsewhere: what becomes of their lines, once and twice, and at the login. */
class ImportIT {
    private static final String HEADER = "identity,secret,friendly_name,verified";

    @AutoClose
    private static TestRealm realm;

    private static VerifyApi api;
    private static ImportCalls files;

    private TestUser user;

    @BeforeAll
    static void createRealm() {
        realm = RealmBuilder.aRealm().codeRequired().createOn(SharedKeycloak.get());
        api = realm.api(ApiRole.MANAGE, "view-users");
        files = ImportCalls.of(api);
    }

    @BeforeEach
    void addUser() {
        user = realm.addUser("user-" + UUID.randomUUID());
    }

    @Nested
    class ALineThatAManagerVouchesFor {
        @Test
        void worksAtTheLoginAtOnce() {
            String secret = seed("vouched " + user.id());

            JsonNode line = only(files.post(HEADER, vouched(user, secret)));

            assertThat(line.get("result").asText()).isEqualTo("created");
            assertThat(line.get("status").asText()).isEqualTo("verified");
            assertThat(line.get("identity").asText()).isEqualTo(user.id());
            EnrolledUser owner =
                    new EnrolledUser(realm, user, AuthenticatorApp.typed(secret), new TestClock(realm.keycloak()));
            assertThat(owner.logIn(owner.wrongCode()).isLoggedIn()).isFalse();
            assertThat(owner.logIn(owner.freshCode()).isLoggedIn()).isTrue();
            JsonNode factor = api.get(factors(user) + "/" + line.get("sid").asText())
                    .expect(200)
                    .body();
            assertThat(factor.get("friendly_name").asText()).isEqualTo("Imported");
        }

        /** Keycloak keeps no credentials for it, and by its id the API does not know it either. */
        @Test
        void isRefusedForTheAccountOfAProgram() {
            ApiClient program = ApiClientBuilder.aClient().createIn(realm);

            JsonNode line = only(files.post(
                    "username,secret,verified",
                    "service-account-" + program.id() + "," + seed("of a program") + ",true"));

            assertThat(line.get("result").asText()).isEqualTo("refused");
            assertThat(line.get("message").asText()).contains("there is no such user");
        }

        @Test
        void takesTheParametersOfItsUri() {
            String uri = "otpauth://totp/Elsewhere:" + user.username() + "?secret=" + seed("uri " + user.id())
                    + "&issuer=Elsewhere&algorithm=SHA512&digits=8&period=60";

            JsonNode line = only(files.post("username,uri,verified", user.username() + "," + uri + ",TRUE"));

            EnrolledUser owner =
                    new EnrolledUser(realm, user, AuthenticatorApp.scan(uri), new TestClock(realm.keycloak()));
            assertThat(line.get("identity").asText()).isEqualTo(user.id());
            assertThat(owner.logIn(owner.freshCode()).isLoggedIn()).isTrue();
        }

        @Test
        void isTheSameFactorTheSecondTime() {
            String secret = seed("twice " + user.id());
            JsonNode first = only(files.post(HEADER, vouched(user, secret)));
            String before = api.get(factors(user)).text();

            JsonNode second = only(files.post(HEADER, vouched(user, secret)));
            JsonNode otherwise = only(files.post(
                    "username,secret,digits,friendly_name",
                    user.username().toUpperCase(java.util.Locale.ROOT) + "," + secret.toLowerCase(java.util.Locale.ROOT)
                            + ",8,Other name"));

            assertThat(List.of(second, otherwise)).allSatisfy(line -> {
                assertThat(line.get("result").asText()).isEqualTo("exists");
                assertThat(line.get("sid")).isEqualTo(first.get("sid"));
                assertThat(line.get("status").asText()).isEqualTo("verified");
            });
            assertThat(api.get(factors(user)).text()).isEqualTo(before);
        }

        @Test
        void neverReplacesAFactor() {
            ApiFactor own = ApiFactor.verified(api, user);

            JsonNode line = only(files.post(HEADER, vouched(user, seed("other " + user.id()))));

            assertThat(line.get("code").asInt()).isEqualTo(60315);
            assertThat(line.get("message").asText()).contains("an import replaces none");
            assertThat(api.sids(factors(user))).containsExactly(own.sid());
            assertThat(own.statusFor(own.freshCode())).isEqualTo("approved");
        }

        @Test
        void isOneOfSeveralWhereTheServiceAllowsThem() {
            ImportCalls several =
                    new ImportCalls(api, api.addService("Several " + user.id().substring(0, 8), "Totp.Skew", "0"));

            assertThat(results(several.post(
                            HEADER,
                            vouched(user, seed("a" + user.id())),
                            vouched(user, seed("b" + user.id())),
                            vouched(user, seed("a" + user.id())))))
                    .containsExactly("2 created", "3 refused 60315", "4 exists");
        }

        @Test
        void isToldByEventsThatSayWhoVouchedButNoSeed() {
            ApiClient backend = ApiClientBuilder.aClient().roles(ApiRole.MANAGE).createIn(realm);
            String secret = seed("events " + user.id());
            String sid = only(files.as(backend.api()).post(HEADER, vouched(user, secret)))
                    .get("sid")
                    .asText();

            JsonNode event = realm.events("UPDATE_CREDENTIAL").stream()
                    .filter(each -> each.path("userId").asText().equals(user.id()))
                    .findFirst()
                    .orElseThrow();
            List<JsonNode> changes = StreamSupport.stream(
                            realm.admin().adminEvents(realm.name()).spliterator(), false)
                    .filter(each -> each.path("resourcePath").asText().endsWith(sid))
                    .toList();
            assertThat(event.at("/details/verify_totp_vouched_by").asText()).isEqualTo(backend.serviceAccount());
            assertThat(event.at("/details/verify_totp_factor").asText()).isEqualTo(sid);
            assertThat(changes).singleElement().satisfies(change -> {
                assertThat(change.get("operationType").asText()).isEqualTo("CREATE");
                assertThat(change.at("/authDetails/userId").asText()).isEqualTo(backend.serviceAccount());
            });
            assertThat(event + changes.toString()).doesNotContain(secret, "Imported", user.username());
        }
    }

    @Nested
    class AnyOtherLine {
        @Test
        void isVerifiedByItsFirstCode() {
            String secret = seed("pending " + user.id());
            JsonNode line = only(files.post("identity,secret", user.id() + "," + secret));
            ApiFactor factor = new ApiFactor(
                    api,
                    user,
                    VerifyApi.entity(files.service(), user),
                    line.get("sid").asText(),
                    AuthenticatorApp.typed(secret),
                    new TestClock(realm.keycloak()));

            assertThat(line.get("status").asText()).isEqualTo("unverified");
            assertThat(results(files.post("identity,secret", user.id() + "," + secret)))
                    .containsExactly("2 exists");
            factor.verified();
            assertThat(factor.statusFor(factor.freshCode())).isEqualTo("approved");
        }

        @Test
        void isVerifiedByVouchingLater() {
            String secret = seed("later " + user.id());
            files.post("identity,secret", user.id() + "," + secret).expect(200);

            assertThat(results(files.post(HEADER, vouched(user, secret)))).containsExactly("2 created");
            assertThat(api.get(factors(user)).fields("factors", "status")).containsExactly("verified");
        }
    }

    @Nested
    class AFile {
        @Test
        void goesOnAfterARefusedLineAndNumbersThemAll() {
            TestUser other = realm.addUser("other-" + UUID.randomUUID());

            ApiReply reply = files.post(
                    HEADER,
                    "nobody," + seed("x") + ",Imported,true",
                    vouched(user, "GEZDGNBVGY3TQOJQ"),
                    "",
                    "\"two\nlines\"," + seed("y") + ",Imported,true",
                    vouched(other, seed("good " + other.id())),
                    "one cell",
                    vouched(user, seed("good " + user.id())));

            assertThat(results(reply))
                    .containsExactly(
                            "2 refused 20404",
                            "3 refused 60306",
                            "5 refused 20404",
                            "7 created",
                            "8 refused 20400",
                            "9 created");
            assertThat(reply.body().get("created").asInt()).isEqualTo(2);
            assertThat(reply.body().get("exists").asInt()).isZero();
            assertThat(reply.body().get("refused").asInt()).isEqualTo(4);
            assertThat(reply.text()).doesNotContain("GEZD", seed("x"), "nobody");
        }

        @Test
        void leavesNothingOfARefusedLine() {
            files.post(HEADER, vouched(user, "GEZDGNBVGY3TQOJQ")).expect(200);

            api.get(VerifyApi.entity(files.service(), user)).expectNotFound();
            assertThat(realm.credentials(user).findValuesAsText("type")).containsOnly("password");
        }

        @Test
        void isRefusedAsAWholeWithABadHeaderLine() {
            files.post("identity,seed", vouched(user, seed("z"))).expectInvalid("Body");
            files.post("u1," + seed("z"), "u2," + seed("y")).expectInvalid("Body");
            assertThat(files.post("u1," + seed("z")).message()).doesNotContain("u1", seed("z"));
            files.send("text/csv", "").expectInvalid("Body");
            files.send("text/csv", "\ufeff" + HEADER + "\r\n").expect(200);
        }

        @Test
        void isRefusedAsAWholeIfItIsTooLarge() {
            String line = vouched(user, seed("large"));

            files.post(HEADER, String.join("\n", Collections.nCopies(1001, line)))
                    .expectError(413, 20413);
            files.post(HEADER, "x".repeat(1 << 20)).expectError(413, 20413);

            api.get(VerifyApi.entity(files.service(), user)).expectNotFound();
        }

        @Test
        void isRefusedInAnotherForm() {
            String text = HEADER + "\n" + vouched(user, seed("type")) + "\n";

            for (String type : List.of(
                    "text/plain",
                    "application/json",
                    "application/x-www-form-urlencoded",
                    "*/*",
                    "text/csv; charset=iso-8859-1",
                    "text/csv; header=absent")) {
                assertThat(files.send(type, text).expectError(415, 20415).message())
                        .as(type)
                        .isEqualTo("The content type must be text/csv; charset=utf-8");
            }
            // These are refused before our code, which can't say what an import needs.
            files.send("blah", text).expectError(415, 20415);
            files.send("multipart/form-data; boundary=x", text).expectError(415, 20415);
            api.get(VerifyApi.entity(files.service(), user)).expectNotFound();
        }

        @Test
        void takesNoParametersInTheAddress() {
            api.send(io.verifytotp.keycloak.it.support.api.ApiRequest.of("POST", files.path() + "?DryRun=true")
                            .body("text/csv", HEADER + "\n"))
                    .expectInvalid("DryRun");
        }

        @Test
        void sentTwiceAtOnceMakesEachFactorOnce() throws Exception {
            List<TestUser> users = new ArrayList<>();
            List<String> lines = new ArrayList<>(List.of(HEADER));
            for (int i = 0; i < 20; i++) {
                TestUser each = realm.addUser("race-" + UUID.randomUUID());
                users.add(each);
                lines.add(vouched(each, seed("race " + each.id())));
            }
            String[] file = lines.toArray(String[]::new);

            List<ApiReply> replies = Together.run(Collections.nCopies(
                    4, (Callable<ApiReply>) () -> files.post(file).expect(200)));

            assertThat(replies.stream()
                            .mapToInt(reply -> reply.body().get("created").asInt())
                            .sum())
                    .isEqualTo(20);
            assertThat(replies.stream()
                            .mapToInt(reply -> reply.body().get("exists").asInt())
                            .sum())
                    .isEqualTo(60);
            assertThat(users)
                    .allSatisfy(each -> assertThat(api.sids(factors(each))).hasSize(1));
        }

        @Test
        void stillLetsFormsThrough() {
            assertThat(api.post("/Services/" + files.service() + "/Entities", Form.of("Identity", user.id()))
                            .expect(201)
                            .field("identity"))
                    .isEqualTo(user.id());
            api.get(files.path()).expectError(405, 20405);
        }
    }

    private static String vouched(TestUser user, String secret) {
        return user.id() + "," + secret + ",Imported,true";
    }

    private static String factors(TestUser user) {
        return VerifyApi.entity(files.service(), user) + "/Factors";
    }
}
