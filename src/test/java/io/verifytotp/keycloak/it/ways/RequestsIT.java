package io.verifytotp.keycloak.it.ways;

import static io.verifytotp.keycloak.it.support.walk.Person.having;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.http.Callback;
import io.verifytotp.keycloak.it.support.http.Http;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.http.Tokens;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.FlowEditor;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.Recipes;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import io.verifytotp.keycloak.it.support.walk.Has;
import io.verifytotp.keycloak.it.support.walk.Outcome;
import io.verifytotp.keycloak.it.support.walk.WalkedRealm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Requests of applications that lead to the browser flow in a special way, in a realm that asks everybody. */
class RequestsIT {
    private static TestRealm realm;

    @BeforeAll
    static void createRealm() {
        realm = RealmBuilder.aRealm().with("rememberMe", true).amrMapper().createOn(SharedKeycloak.get());
        Recipes.everybody(realm);
    }

    @AfterAll
    static void deleteRealm() {
        realm.close();
    }

    private static EnrolledUser enrolled(TestRealm in) {
        return EnrolledUser.of(ApiFactor.verified(in.api(ApiRole.MANAGE), in.addUser("enrolled-" + UUID.randomUUID())));
    }

    private static HttpLogin loggedIn(EnrolledUser user) {
        EnrolledUser.CodePrompt prompt = user.prompt();
        assertThat(prompt.answer(user.freshCode()).isLoggedIn()).isTrue();
        return prompt.login();
    }

    @Test
    void rememberMeDoesNotReplaceTheCode() {
        EnrolledUser user = enrolled(realm);
        HttpLogin login = new HttpLogin(realm);
        Map<String, String> form = Map.of(
                "username", user.user().username(), "password", user.user().password(), "rememberMe", "on");

        HttpPage page = login.submit(login.start(), form);

        assertThat(page.asksForCode()).as(page.toString()).isTrue();
        assertThat(login.code(page, user.freshCode()).isLoggedIn()).isTrue();
        assertThat(login.start().isLoggedIn()).isTrue();
        login.forgetCookies();
        assertThat(login.startWithPassword(user.user()).asksForCode()).isTrue();
    }

    @Test
    void promptLoginAsksForThePasswordAndTheCodeAgain() {
        EnrolledUser user = enrolled(realm);
        HttpLogin login = loggedIn(user);

        HttpPage page = login.password(login.start(Map.of("prompt", "login")), user.user());

        assertThat(page.asksForCode()).as(page.toString()).isTrue();
    }

    @Test
    void maxAgeAsksForThePasswordAndTheCodeAgainAndTheTokenTellsWhen() {
        EnrolledUser user = enrolled(realm);
        HttpLogin login = loggedIn(user);
        user.clock().advance(Duration.ofMinutes(10));
        long before = user.clock().now().getEpochSecond();

        HttpPage page = login.password(login.start(Map.of("max_age", "60")), user.user());

        assertThat(page.asksForCode()).as(page.toString()).isTrue();
        Tokens tokens = login.exchange(login.code(page, user.freshCode()));
        assertThat(tokens.idToken().get("auth_time").asLong()).isGreaterThanOrEqualTo(before);
        assertThat(tokens.amr()).containsExactly("otp");
    }

    @Test
    void impersonationIsASessionWithoutACode() {
        EnrolledUser user = enrolled(realm);
        HttpLogin login = new HttpLogin(realm);
        login.take(realm.admin().impersonate(realm.name(), user.user().id()).headers());

        HttpPage end = login.start();

        assertThat(login.exchange(end).amr()).isEmpty();
    }

    @Test
    void aTokenIsExchangedForOneOfTheSameSessionAndNobodyHasOneWithoutACode() {
        try (TestRealm in = RealmBuilder.aRealm().createOn(SharedKeycloak.get())) {
            Recipes.directGrant(in);
            EnrolledUser user = enrolled(in);
            Map<String, String> client = Map.of("client_id", "exchanger", "client_secret", "exchanger-secret");
            in.admin()
                    .post(
                            in.path("/clients"),
                            Map.of(
                                    "clientId",
                                    "exchanger",
                                    "secret",
                                    "exchanger-secret",
                                    "directAccessGrantsEnabled",
                                    true,
                                    "attributes",
                                    Map.of("standard.token.exchange.enabled", "true")))
                    .expect(201);
            Map<String, String> grant = new HashMap<>(client);
            grant.putAll(Map.of(
                    "grant_type",
                    "password",
                    "username",
                    user.user().username(),
                    "password",
                    user.user().password(),
                    "scope",
                    "openid"));
            assertThat(in.token(grant).status()).isEqualTo(400);
            grant.put("totp", user.freshCode());
            Tokens tokens = new Tokens(in.token(grant).expect(200).body());
            Map<String, String> exchange = new HashMap<>(client);
            exchange.put("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange");
            exchange.put("subject_token", tokens.bearer());
            exchange.put("subject_token_type", "urn:ietf:params:oauth:token-type:access_token");

            Tokens exchanged = new Tokens(in.token(exchange).expect(200).body());

            assertThat(exchanged.accessToken().get("sid"))
                    .isEqualTo(tokens.accessToken().get("sid"));
            exchange.remove("subject_token");
            assertThat(in.token(exchange).status()).isEqualTo(400);
        }
    }

    /** The binding that redirects (SAML 2.0 Bindings, 3.4). */
    @Test
    void aSamlLoginAsksForTheCodeBeforeTheAssertion() {
        EnrolledUser user = enrolled(realm);
        realm.admin()
                .post(
                        realm.path("/clients"),
                        Map.of(
                                "clientId",
                                "saml-app",
                                "protocol",
                                "saml",
                                "redirectUris",
                                List.of(Callback.uri()),
                                "attributes",
                                Map.of("saml.client.signature", "false", "saml.force.post.binding", "true")))
                .expect(201);
        HttpLogin login = new HttpLogin(realm);

        HttpPage page = login.password(login.open(samlRequest()), user.user());

        assertThat(page.asksForCode()).as(page.toString()).isTrue();
        assertThat(page.html().hasField("SAMLResponse")).isFalse();
        HttpPage refused = login.code(page, user.wrongCode());
        assertThat(refused.html().hasField("SAMLResponse")).isFalse();
        HttpPage end = login.code(refused, user.freshCode());
        assertThat(end.html().hasField("SAMLResponse")).as(end.toString()).isTrue();
    }

    private static URI samlRequest() {
        String request = """
                <samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_%s" Version="2.0"
                  IssueInstant="%s" AssertionConsumerServiceURL="%s" Destination="%s"
                  ProtocolBinding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST">
                  <saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">saml-app</saml:Issuer>
                </samlp:AuthnRequest>""".formatted(UUID.randomUUID(), Instant.now(), Callback.uri(), realm.uri("/protocol/saml"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, new Deflater(Deflater.DEFLATED, true))) {
            out.write(request.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return realm.uri("/protocol/saml?"
                + Http.encode(Map.of("SAMLRequest", Base64.getEncoder().encodeToString(bytes.toByteArray()))));
    }

    @Test
    void theUserNameOnAPageOfItsOwnChangesNothing() {
        try (WalkedRealm in = WalkedRealm.create(SharedKeycloak.get(), Map.of())) {
            FlowEditor flow = FlowEditor.create(in.realm(), "identity first");
            flow.addSubFlow("ALTERNATIVE", "forms")
                    .add("REQUIRED", "auth-username-form")
                    .add("REQUIRED", "auth-password-form")
                    .add("REQUIRED", "verify-totp-form");
            flow.bind("browserFlow");

            assertAsksEverybody(in);
        }
    }

    @Test
    void organizationsThatAskForTheUserNameFirstChangeNothing() {
        try (WalkedRealm in = WalkedRealm.create(SharedKeycloak.get(), Map.of("organizationsEnabled", true))) {
            in.realm()
                    .admin()
                    .post(
                            in.realm().path("/organizations"),
                            Map.of(
                                    "name",
                                    "partners",
                                    "alias",
                                    "partners",
                                    "domains",
                                    List.of(Map.of("name", "example.org", "verified", false))))
                    .expect(201);
            Recipes.everybody(in.realm());

            assertAsksEverybody(in);
        }
    }

    private static void assertAsksEverybody(WalkedRealm in) {
        assertThat(in.ways().browser(having(Has.FACTOR), Map.of()))
                .anyMatch(walk -> walk.outcome() == Outcome.ASKED_FOR_CODE)
                .noneMatch(walk -> walk.isAroundTheCode(Set.of()));
        assertThat(in.ways().browser(having(), Map.of())).allMatch(walk -> walk.outcome() == Outcome.SET_UP);
    }

    @Nested
    class ClaimsRightAfterTheSetUp {
        @Test
        void theTokenTellsTheTimeAndNoCode() {
            long before = new TestClock(realm.keycloak()).now().getEpochSecond();

            JsonNode claims = claimsAfterEnrolling(realm);

            assertThat(claims.get("auth_time").asLong()).isGreaterThanOrEqualTo(before);
            assertThat(claims.path("amr")).isEmpty();
        }

        @Test
        void withLevelsTheTokenHasTheLevelThatWasReached() {
            try (TestRealm in = RealmBuilder.aRealm().amrMapper().createOn(SharedKeycloak.get())) {
                Recipes.levels(in);
                Recipes.levelTwoFor(in, TestRealm.CLIENT_ID);

                JsonNode claims = claimsAfterEnrolling(in);

                assertThat(claims.get("acr").asText()).isEqualTo("2");
            }
        }

        private static JsonNode claimsAfterEnrolling(TestRealm in) {
            HttpLogin login = new HttpLogin(in);
            HttpPage page = login.startWithPassword(in.addUser("new-" + UUID.randomUUID()));
            String code = AuthenticatorApp.scan(page.otpAuthUri()).codeAt(new TestClock(in.keycloak()).now());
            return login.exchange(login.enroll(page, code, "")).idToken();
        }
    }
}
