package io.verifytotp.keycloak.it.confirm;

import static io.verifytotp.keycloak.it.confirm.ConfirmRealm.confirming;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verifytotp.keycloak.it.confirm.ConfirmRealm.Visit;
import io.verifytotp.keycloak.it.support.api.ApiClientBuilder;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.http.Callback;
import io.verifytotp.keycloak.it.support.http.Http;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.http.Reply;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who sees a challenge, and how the action behaves within Keycloak's logins. */
class WhoMayConfirmIT {
    private static final String ALIAS = "verify-totp-confirm";

    @AutoClose
    private static final ConfirmRealm bank = ConfirmRealm.on(SharedKeycloak.get());

    private static final TestRealm realm = bank.realm();

    private final ApiFactor factor = bank.customer("customer-" + System.nanoTime());
    private final String challenge = bank.transfer(factor);

    @Nested
    class NobodyLearnsOf {
        @ParameterizedTest
        @ValueSource(strings = {"verify-totp-confirm", "verify-totp-confirm:YC", "verify-totp-confirm:x:y"})
        void whatIsNoChallenge(String action) {
            assertIgnored(bank.session(factor.user()).start(Map.of("kc_action", action)));
        }

        @Test
        void anUnknownOne() {
            String unknown = "YC" + UUID.randomUUID().toString().replace("-", "");

            assertIgnored(bank.session(factor.user()).start(confirming(unknown)));
        }

        @Test
        void anotherUsers() {
            ApiFactor other = bank.customer("other-" + System.nanoTime());

            assertIgnored(bank.session(other.user()).start(confirming(challenge)));
            assertThat(bank.status(factor, challenge)).isEqualTo("pending");
        }

        @Test
        void oneForAUserFromAnotherClient() {
            Map<String, String> fromElsewhere = new HashMap<>(confirming(challenge));
            fromElsewhere.put("client_id", ConfirmRealm.WITHOUT_CODE);

            assertIgnored(bank.session(factor.user()).start(fromElsewhere));
        }

        @Test
        void oneThatAClientOpenedWhichIsGone() {
            var gone = ApiClientBuilder.aClient().roles(ApiRole.CHALLENGE).createIn(realm);
            String orphan = bank.transfer(factor.as(gone.api()));
            assertThat(bank.visit(factor, orphan).asks()).isTrue();
            realm.admin().delete(realm.path("/clients/" + gone.uuid())).expect(204);

            assertIgnored(bank.session(factor.user()).start(confirming(orphan)));
        }

        @Test
        void oneThatWasAnsweredDeclinedOrHasExpired() {
            String denied = bank.transfer(factor);
            bank.visit(factor, denied).decline();
            String approved = bank.transfer(factor);
            factor.answer(approved, factor.freshCode()).expect(200);
            factor.advance(Duration.ofMinutes(6));

            for (String over : List.of(denied, approved, challenge)) {
                assertIgnored(bank.session(factor.user()).start(confirming(over)));
            }
        }

        @Test
        void oneWithoutDetails() {
            assertIgnored(bank.session(factor.user()).start(confirming(factor.openChallenge())));
        }

        @Test
        void oneWhoseFactorIsGone() {
            bank.manager().delete(factor.path()).expect(204);

            assertIgnored(bank.session(factor.user()).start(confirming(challenge)));
        }

        /** The same answer for all of them, and the login goes on. */
        private void assertIgnored(HttpPage end) {
            assertThat(end.redirect()).as(end.toString()).isPresent();
            assertThat(end.redirect().get().actionStatus()).contains("error");
            assertThat(end.isLoggedIn()).isTrue();
        }
    }

    @Test
    void aChallengeOfAnotherServiceIsSeenIfThatServiceNamesTheClient() {
        String service = bank.manager().addService("Shop-" + System.nanoTime());
        ApiFactor other =
                ApiFactor.create(bank.manager(), service, factor.user()).verified();
        String opened = bank.transfer(other.as(bank.backend().api()));
        assertThat(bank.session(factor.user()).start(confirming(opened)).redirect())
                .isPresent();
        allowIn(service);

        Visit end = bank.visit(factor, opened).confirm(other.freshCode());

        assertThat(end.actionStatus()).isEqualTo("success");
        assertThat(bank.manager().get(other.challenge(opened)).field("status")).isEqualTo("approved");
    }

    @Test
    void withoutASessionTheLoginComesFirstAndMayUseACode() {
        HttpLogin login = new HttpLogin(realm);
        HttpPage page = login.password(login.start(confirming(challenge)), factor.user());
        assertThat(page.asksForCode()).isTrue();
        page = login.code(page, factor.freshCode());

        assertThat(page.html().hasId("verify-totp-confirm-wait")).isTrue();
        HttpPage refused = login.code(page, factor.currentCode());
        assertThat(refused.error()).startsWith("This code was not accepted.");
        assertThat(login.code(refused, factor.freshCode())
                        .redirect()
                        .orElseThrow()
                        .actionStatus())
                .contains("success");
    }

    @Test
    void promptNoneIsAnsweredWithAnError() {
        Map<String, String> silent = new HashMap<>(confirming(challenge));
        silent.put("prompt", "none");

        HttpPage end = bank.session(factor.user()).start(silent);

        assertThat(end.redirect().orElseThrow().parameter("error")).contains("interaction_required");
    }

    @Test
    void aPushedRequestWorks() {
        Map<String, String> request = new HashMap<>(confirming(challenge));
        request.put("client_id", bank.backend().id());
        request.put("client_secret", bank.backend().secret());
        request.put("response_type", "code");
        request.put("scope", "openid");
        request.put("redirect_uri", Callback.uri().toString());
        String uri = Reply.of(Http.send(Http.postForm(realm.uri("/protocol/openid-connect/ext/par/request"), request)))
                .expect(201)
                .body()
                .get("request_uri")
                .asText();
        HttpLogin login = bank.session(factor.user());

        HttpPage page = login.open(realm.uri("/protocol/openid-connect/auth?"
                + Http.encode(Map.of("client_id", bank.backend().id(), "request_uri", uri))));

        assertThat(login.code(page, factor.freshCode()).redirect().orElseThrow().actionStatus())
                .contains("success");
    }

    @Test
    void consentIsAskedForAfterTheApproval() {
        bank.backend().change("consentRequired", true);
        try {
            HttpLogin login = bank.session(factor.user());
            Map<String, String> request = new HashMap<>(confirming(challenge));
            request.put("client_id", bank.backend().id());

            HttpPage page = login.code(login.start(request), factor.freshCode());

            assertThat(bank.status(factor, challenge)).isEqualTo("approved");
            assertThat(login.submit(page, Map.of("accept", "Yes"))
                            .redirect()
                            .orElseThrow()
                            .actionStatus())
                    .contains("success");
        } finally {
            bank.backend().change("consentRequired", false);
        }
    }

    @Test
    void aSessionOlderThanADayIsAskedForThePassword() {
        HttpLogin login = bank.session(factor.user());
        factor.advance(Duration.ofHours(23));
        assertThat(login.start(confirming(bank.transfer(factor))).html().hasId("verify-totp-operation"))
                .isTrue();
        factor.advance(Duration.ofHours(2));
        String late = bank.transfer(factor);

        HttpPage asked = login.start(confirming(late));

        assertThat(asked.asksForPassword()).isTrue();
        HttpPage code = login.password(asked, factor.user());
        assertThat(code.asksForCode()).as("of the login, which the realm wants").isTrue();
        HttpPage page = login.code(code, factor.freshCode());
        assertThat(login.code(page, factor.freshCode()).redirect().orElseThrow().actionStatus())
                .contains("success");
    }

    @Test
    void theRealmMayChooseAnotherAge() {
        HttpLogin login = bank.session(factor.user());
        factor.advance(Duration.ofMinutes(2));

        assertThat(askedWithMaximumAge("60", login, challenge).asksForPassword())
                .isTrue();
    }

    /** Keycloak adds the age to a time as an int, which overflows for the largest values. */
    @ParameterizedTest
    @ValueSource(strings = {"-1", "2592001", "2147483647", "soon", "1.5"})
    void refusesAMaximumAgeOutOfItsRange(String age) {
        Reply reply = configure(age);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body().toString()).contains("from 0 to 2592000");
    }

    @Test
    void theActionOfAUserWhomNoApplicationHasAskedIsSkipped() {
        TestUser user = factor.user();
        ObjectNode representation = (ObjectNode)
                realm.admin().get(realm.path("/users/" + user.id())).body();
        representation.putArray("requiredActions").add(ALIAS);
        realm.admin().put(realm.path("/users/" + user.id()), representation).expect(204);

        assertThat(bank.session(user).start().isLoggedIn()).isTrue();
        Visit visit = bank.visit(factor, challenge);
        assertThat(visit.asks()).isTrue();
        visit.decline();
        assertThat(bank.status(factor, challenge)).isEqualTo("denied");
    }

    @Test
    void everyRealmHasTheActionOnceAndLast() {
        List<String> aliases = StreamSupport.stream(
                        realm.admin()
                                .get(realm.path("/authentication/required-actions"))
                                .body()
                                .spliterator(),
                        false)
                .map(action -> action.get("alias").asText())
                .toList();

        assertThat(aliases).containsOnlyOnce(ALIAS).endsWith(ALIAS);
    }

    private static HttpPage askedWithMaximumAge(String age, HttpLogin login, String challenge) {
        configure(age).expect(204);
        try {
            return login.start(confirming(challenge));
        } finally {
            configure("86400").expect(204);
        }
    }

    private static Reply configure(String age) {
        return realm.admin()
                .put(
                        realm.path("/authentication/required-actions/" + ALIAS + "/config"),
                        Map.of("config", Map.of("max_auth_age", age)));
    }

    private static void allowIn(String service) {
        String id = service.substring(2).replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
        ObjectNode component =
                (ObjectNode) realm.admin().get(realm.path("/components/" + id)).body();
        ((ObjectNode) component.get("config")).putArray("confirmClients").add(TestRealm.CLIENT_ID);
        realm.admin().put(realm.path("/components/" + id), component).expect(204);
    }
}
