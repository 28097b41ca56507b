package io.verifytotp.keycloak.it.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.http.Addresses;
import io.verifytotp.keycloak.it.support.http.Callback;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.http.Reply;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who has given the password and stands before the page for the code gets past it in no other way than by a code. */
class SkippedStepIT {
    @AutoClose
    private static TestRealm realm;

    private static List<String> executions;

    private EnrolledUser user;
    private HttpLogin login;
    private HttpPage page;
    private URI action;

    @BeforeAll
    static void createRealm() {
        realm = RealmBuilder.aRealm()
                .codeRequired()
                .clientWithoutCode("other-app")
                .createOn(SharedKeycloak.get());
        executions = executions();
    }

    @BeforeEach
    void givePassword() {
        user = EnrolledUser.of(
                ApiFactor.verified(realm.api(ApiRole.MANAGE), realm.addUser("skip-" + UUID.randomUUID())));
        EnrolledUser.CodePrompt prompt = user.prompt();
        login = prompt.login();
        page = prompt.page();
        action = page.formAction();
        assertThat(page.asksForCode()).isTrue();
    }

    @AfterEach
    void nobodyIsLoggedInUntilTheCodeComes() {
        assertThat(sessions()).isEmpty();
        assertThat(login.start(Map.of("prompt", "none"))
                        .redirect()
                        .orElseThrow()
                        .parameter("error"))
                .contains("login_required");
        assertThat(user.logIn(user.freshCode()).isLoggedIn()).isTrue();
        assertThat(sessions()).hasSize(1);
    }

    @Test
    void theApplicationsAddressGetsNeitherCodeNorTokens() {
        assertOutside(login.start());
        assertOutside(login.start(Map.of("response_type", "code", "scope", "openid offline_access")));
        for (String parameter : List.of("session_code", "execution", "tab_id")) {
            assertThat(tokenFor(Addresses.parameter(action, parameter)).status())
                    .isEqualTo(400);
        }
    }

    @Test
    void noOtherExecutionIsTakenForIt() {
        List<String> others = new ArrayList<>(executions);
        others.addAll(List.of("", UUID.randomUUID().toString(), "verify-totp-enroll", "UPDATE_PROFILE"));
        for (String other : others) {
            assertOutside(login.open(Addresses.with(action, "execution", other)));
            assertOutside(login.post(Addresses.with(action, "execution", other), Map.of()));
            assertOutside(login.post(
                    Addresses.with(action, "execution", other),
                    Map.of(
                            "username",
                            user.user().username(),
                            "password",
                            user.user().password())));
        }
    }

    @Test
    void noOtherTabAndNoOtherClientIsTakenForIt() {
        for (String tab :
                List.of("", "AAAAAAAAAAA", Addresses.parameter(login.start().formAction(), "tab_id"))) {
            assertOutside(login.post(Addresses.with(action, "tab_id", tab), Map.of()));
        }
        for (String client : List.of("other-app", "account", "account-console", "security-admin-console", "none")) {
            assertOutside(login.open(Addresses.with(action, "client_id", client)));
            assertOutside(login.post(Addresses.with(action, "client_id", client), Map.of("code", user.wrongCode())));
        }
    }

    @Test
    void theAddressOfARequiredActionOpensNone() {
        String address = action.toString().replace("/login-actions/authenticate", "/login-actions/required-action");
        for (String name :
                List.of("verify-totp-enroll", "UPDATE_PASSWORD", "delete_credential", "UPDATE_PROFILE", "")) {
            URI required = Addresses.with(URI.create(address), "execution", name);
            assertNoAction(login.open(required));
            assertNoAction(login.post(required, Map.of("code", user.wrongCode(), "label", "Mine")));
        }
        assertNoAction(login.start(Map.of("kc_action", "verify-totp-enroll")));
        assertThat(realm.credentials(user.user()).findValuesAsText("type"))
                .containsExactlyInAnyOrder("password", "verify-totp");
    }

    @Test
    void theFormsOfOtherStepsDoNotAnswerIt() {
        List<Map<String, String>> forms = new ArrayList<>(List.of(
                Map.of(),
                Map.of(
                        "username",
                        user.user().username(),
                        "password",
                        user.user().password()),
                Map.of("cancel-aia", "true"),
                Map.of("cancel", "true"),
                Map.of("tryAnotherWay", "on")));
        executions.forEach(execution -> forms.add(Map.of("authenticationExecution", execution)));
        for (Map<String, String> form : forms) {
            page = login.post(action, form);
            assertOutside(page);
            action = login.start().formAction();
        }
    }

    @Test
    void startingTheLoginAnewAsksForThePasswordAgain() {
        URI restart = URI.create(action.toString().replace("/login-actions/authenticate", "/login-actions/restart"));

        HttpPage again = login.open(restart);

        assertThat(again.asksForPassword()).isTrue();
        assertThat(login.code(again, user.freshCode()).isLoggedIn()).isFalse();
    }

    private static void assertOutside(HttpPage answer) {
        assertThat(answer.status()).as(answer.toString()).isLessThan(500);
        assertThat(answer.isLoggedIn()).as(answer.toString()).isFalse();
    }

    private static void assertNoAction(HttpPage answer) {
        assertOutside(answer);
        assertThat(answer.isEnrollment()).isFalse();
        assertThat(answer.html().hasField("password-new")).isFalse();
    }

    private JsonNode sessions() {
        return realm.admin()
                .get(realm.path("/users/" + user.user().id() + "/sessions"))
                .expect(200)
                .body();
    }

    private static Reply tokenFor(String code) {
        return realm.token(Map.of(
                "grant_type",
                "authorization_code",
                "client_id",
                TestRealm.CLIENT_ID,
                "redirect_uri",
                Callback.uri().toString(),
                "code",
                code));
    }

    /** Of all steps of the realm's flows but our own. */
    private static List<String> executions() {
        List<String> ids = new ArrayList<>();
        for (String flow : List.of("test%20browser", "test%20password%20only")) {
            for (JsonNode execution : realm.admin()
                    .get(realm.path("/authentication/flows/" + flow + "/executions"))
                    .expect(200)
                    .body()) {
                if (!"verify-totp-form".equals(execution.path("providerId").asText())) {
                    ids.add(execution.get("id").asText());
                }
            }
        }
        return ids;
    }
}
