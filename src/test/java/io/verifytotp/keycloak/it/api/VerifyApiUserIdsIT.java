package io.verifytotp.keycloak.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.Await;
import io.verifytotp.keycloak.it.support.api.ApiClientBuilder;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.http.Encoded;
import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.http.Http;
import io.verifytotp.keycloak.it.support.mail.Mailbox;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The id of a user is Keycloak's: imported users may have any text of up to 36 characters for one. */
class VerifyApiUserIdsIT {
    static final List<String> IDS = List.of(
            "legacy_1",
            "a.b-c_d~",
            "jörg",
            "a b",
            "a+b",
            "A",
            "0",
            "user@example.org",
            "o'brien",
            "x=y",
            "x&y",
            "x%20y",
            "100%",
            "%41",
            "%2F",
            "a,b",
            "a;b",
            "a:b",
            "f-x:y",
            "(a)",
            "[a]",
            "{Identity}",
            "<a>",
            "a\"b",
            "a|b",
            "a^b",
            "a`b",
            "a#b",
            "a?b",
            "a!b",
            "a$b",
            "a*b",
            "a\\b",
            "..a",
            "a..b",
            "...",
            "中文",
            "🦉",
            "é",
            "null",
            "Entities",
            "LockedFactors",
            "a\tb",
            "a/b",
            "/",
            "../../master",
            "a/../b",
            "a\u202Eb",
            "x".repeat(36));

    /** Not even percent-encoded do these get to any resource of Keycloak. */
    static final List<String> NOT_IN_PATHS = List.of(".", "..");

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @AutoClose
    private static TestRealm realm;

    private static VerifyApi api;

    @BeforeAll
    static void createRealm() {
        RealmBuilder builder = RealmBuilder.aRealm().codeRequired();
        for (int i = 0; i < IDS.size(); i++) {
            builder.userWithId(IDS.get(i), "user-" + i);
        }
        for (int i = 0; i < NOT_IN_PATHS.size(); i++) {
            builder.userWithId(NOT_IN_PATHS.get(i), "other-" + i);
        }
        realm = builder.createOn(SharedKeycloak.get());
        api = realm.api(ApiRole.MANAGE);
    }

    @ParameterizedTest
    @FieldSource("IDS")
    void everyOperationTakesIt(String id) {
        String service = api.addService("Any text");
        String path = "/Services/" + service + "/Entities/" + Encoded.segment(id);

        ApiReply entity = api.post("/Services/" + service + "/Entities", Form.of("Identity", id))
                .expect(201);
        assertThat(entity.field("identity")).isEqualTo(id);
        assertThat(api.follow(entity.field("url")).expect(200).body()).isEqualTo(entity.body());
        assertThat(api.get(path).expect(200).body()).isEqualTo(entity.body());
        assertThat(identities("/Services/" + service + "/Entities")).containsExactly(id);

        ApiFactor factor = factor(id, api.below(entity.field("url")));
        challenge(factor, id);
        assertThat(api.follow(entity.field("links/factors")).expect(200).fields("factors", "identity"))
                .containsExactly(id);

        lockAndUnlock(service, factor, id);
        api.delete(factor.path()).expect(204);
        api.delete(path).expect(204);
        api.get(path).expectNotFound();
    }

    private static ApiFactor factor(String id, String entity) {
        ApiReply created = api.post(entity + "/Factors", Form.of("FriendlyName", "Phone", "FactorType", "totp"))
                .expect(201);
        assertThat(created.field("identity")).isEqualTo(id);
        ApiFactor factor = new ApiFactor(
                api,
                new TestUser(id, id),
                entity,
                created.sid(),
                AuthenticatorApp.scan(created.field("binding/uri")),
                new TestClock(realm.keycloak()));
        assertThat(api.below(created.field("url"))).isEqualTo(factor.path());
        return factor.verified();
    }

    private static void challenge(ApiFactor factor, String id) {
        ApiReply opened = factor.challengeWith().expect(201);
        assertThat(opened.field("identity")).isEqualTo(id);
        assertThat(api.follow(opened.field("url")).expect(200).sid()).isEqualTo(opened.sid());

        assertThat(factor.answer(opened.sid(), factor.freshCode()).expect(200).field("status"))
                .isEqualTo("approved");
        assertThat(factor.statusFor(factor.currentCode())).isEqualTo("pending");
        assertThat(identities(factor.challenges() + "?PageSize=1")).containsExactly(id, id);
    }

    private static void lockAndUnlock(String service, ApiFactor factor, String id) {
        factor.guessWrong(5);

        List<JsonNode> locked = api.list("/Services/" + service + "/LockedFactors");
        assertThat(locked).hasSize(1);
        assertThat(locked.get(0).get("identity").asText()).isEqualTo(id);
        api.post(api.below(locked.get(0).get("url").asText()), Form.of("Unlock", "true"))
                .expect(200);
        assertThat(api.list("/Services/" + service + "/LockedFactors")).isEmpty();
        assertThat(factor.statusFor(factor.freshCode())).isEqualTo("approved");
    }

    @Test
    void whoEnrolledInALoginIsLockedAndUnlockedAsWell() {
        TestUser user = new TestUser("a.b-c_d~", "user-1");
        EnrolledUser enrolled = EnrolledUser.enroll(realm, user, "");
        for (int i = 0; i < 5; i++) {
            enrolled.logIn(enrolled.wrongCode());
        }

        List<JsonNode> locked = api.list("/Services/" + api.defaultService() + "/LockedFactors");

        assertThat(locked).extracting(factor -> factor.get("identity").asText()).contains(user.id());
        api.post(api.below(locked.get(0).get("url").asText()), Form.of("Unlock", "true"))
                .expect(200);
        assertThat(enrolled.logIn(enrolled.freshCode()).isLoggedIn()).isTrue();
    }

    /** Keycloak's event of a removal names the user in a path. */
    @ParameterizedTest
    @ValueSource(strings = {"jörg b+d", "a%42;b", "m.b-c_d~"})
    void whatAnAdministratorRemovesIsToldToTheUser(String id) {
        Mailbox mailbox = Mailbox.open();
        try (TestRealm mailing = RealmBuilder.aRealm()
                .with("smtpServer", mailbox.smtpSettings())
                .userWithId(id, "told")
                .createOn(SharedKeycloak.get())) {
            VerifyApi there = mailing.api(ApiRole.MANAGE);
            TestUser user = new TestUser(Encoded.segment(id), "told");
            ApiFactor.verified(there, user);
            Await.until("the first mail", PATIENCE, () -> mailbox.mails().size() == 1);

            mailing.credentials(user).forEach(credential -> mailing.admin()
                    .deleteCredential(
                            mailing.name(), user.id(), credential.get("id").asText()));

            Await.until("the second mail", PATIENCE, () -> mailbox.mails().size() == 2);
            assertThat(mailbox.mails().get(1)).contains("An administrator removed");
        } finally {
            mailbox.close();
        }
    }

    /** Keycloak, or the server below it, refuses these paths; nothing else is reached by them. */
    @ParameterizedTest
    @FieldSource("NOT_IN_PATHS")
    void whatCannotStandInAPathNamesNothing(String id) {
        String service = api.defaultService();
        api.post("/Services/" + service + "/Entities", Form.of("Identity", id)).expect(201);

        String token =
                ApiClientBuilder.aClient().roles(ApiRole.MANAGE).createIn(realm).token();
        for (String segment : List.of(id, id.replace(".", "%2E"))) {
            ApiReply reply = ApiReply.of(
                    Http.send(Http.request(URI.create(api.root() + "/Services/" + service + "/Entities/" + segment))
                            .header("Authorization", "Bearer " + token)));

            assertThat(reply.field("error")).as(reply.text()).isEqualTo("missingNormalization");
            reply.expect(400);
        }
        assertThat(api.get("/Services/" + service + "/Entities").expect(200).fields("entities", "identity"))
                .contains(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"f:", "f:x", "f:x:", "f::", "f::y", "f:x:y", "f:nobody:%0A", "%00", "a%00b", "%C3%28", "%FF"})
    void whatNobodyHasIsNotFound(String encodedId) {
        String entity = "/Services/" + api.defaultService() + "/Entities/" + encodedId;

        api.get(entity).expectNotFound();
        api.get(entity + "/Factors").expectNotFound();
        api.delete(entity).expectNotFound();
    }

    @Test
    void aLongerOneThanAnyIdIsNotFound() {
        for (int length : new int[] {37, 255, 256, 2000}) {
            api.get("/Services/" + api.defaultService() + "/Entities/" + "x".repeat(length))
                    .expectNotFound();
        }
    }

    private static List<String> identities(String list) {
        return api.list(list).stream()
                .map(element -> element.get("identity").asText())
                .toList();
    }
}
