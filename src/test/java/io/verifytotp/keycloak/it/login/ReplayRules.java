package io.verifytotp.keycloak.it.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Together;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.KeycloakUnderTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** A code works once (RFC 6238 §5.2), however it is written and whoever else sends it at the same time. */
@TestInstance(Lifecycle.PER_CLASS)
public abstract class ReplayRules {
    private TestRealm realm;

    public abstract KeycloakUnderTest keycloak();

    @BeforeAll
    void createRealm() {
        realm = RealmBuilder.aRealm().codeRequired().createOn(keycloak());
    }

    @AfterAll
    void deleteRealm() {
        realm.close();
    }

    @Test
    void theCodeThatEnrolledIsSpent() {
        EnrolledUser user = EnrolledUser.enroll(realm, "enrolled");

        HttpPage replay = user.logIn(user.currentCode());

        assertThat(replay.asksForCode()).isTrue();
        assertThat(replay.error()).startsWith("This code was not accepted.");
        assertThat(realm.events("LOGIN_ERROR")).anySatisfy(event -> assertThat(
                        event.at("/details/verify_totp_reason").asText())
                .isEqualTo("already_used"));
    }

    @Test
    void aCodeWorksOnce() {
        EnrolledUser user = EnrolledUser.enroll(realm, "once");
        String code = user.freshCode();

        assertThat(user.logIn(code).isLoggedIn()).isTrue();
        assertThat(user.logIn(code).isLoggedIn()).isFalse();
    }

    @Test
    void afterAStepNeitherItNorTheOneBeforeIsTaken() {
        EnrolledUser user = EnrolledUser.enroll(realm, "monotone");
        user.freshCode();
        String before = user.codeOfStep(0);
        String now = user.freshCode();

        assertThat(user.logIn(now).isLoggedIn()).isTrue();
        assertThat(user.logIn(now).isLoggedIn()).isFalse();
        assertThat(user.logIn(before).isLoggedIn()).isFalse();
    }

    @Test
    void theNextStepsCodeUsedEarlyIsDeadWhenItsTimeComes() {
        EnrolledUser user = EnrolledUser.enroll(realm, "early");
        user.freshCode();
        String next = user.codeOfStep(1);

        assertThat(user.logIn(next).isLoggedIn()).isTrue();
        assertThat(user.freshCode()).isEqualTo(next);
        assertThat(user.logIn(next).isLoggedIn()).isFalse();
        assertThat(user.logIn(user.freshCode()).isLoggedIn()).isTrue();
    }

    @Test
    void stepsOutsideTheWindowAreRefused() {
        EnrolledUser user = EnrolledUser.enroll(realm, "window");
        user.freshCode();
        String old = user.codeOfStep(0);
        user.freshCode();
        user.freshCode();

        assertThat(user.logIn(old).isLoggedIn()).isFalse();
        assertThat(user.logIn(user.codeOfStep(2)).isLoggedIn()).isFalse();
        assertThat(user.logIn(user.codeOfStep(-1)).isLoggedIn()).isTrue();
    }

    @Test
    void anotherWayToWriteTheCodeIsTheSameCode() {
        EnrolledUser user = EnrolledUser.enroll(realm, "writer");
        String code = user.freshCode();
        assertThat(user.logIn(code).isLoggedIn()).isTrue();

        for (String written : otherWays(code)) {
            HttpPage replay = user.logIn(written);
            assertThat(replay.isLoggedIn()).as(written).isFalse();
            assertThat(replay.error()).as(written).startsWith("This code was not accepted.");
        }
        assertThat(realm.events("LOGIN_ERROR").stream()
                        .filter(event ->
                                event.path("userId").asText().equals(user.user().id()))
                        .map(event -> event.at("/details/verify_totp_reason").asText()))
                .hasSize(otherWays(code).size())
                .containsOnly("already_used");
        assertThat(user.logIn(otherWays(user.freshCode()).get(3)).isLoggedIn()).isTrue();
    }

    @Test
    void ofFiftyLoginsWithOneCodeExactlyOneGetsIn() throws Exception {
        EnrolledUser user = EnrolledUser.enroll(realm, "crowd");
        List<EnrolledUser.CodePrompt> prompts = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            prompts.add(user.prompt());
        }
        String code = user.freshCode();
        List<Callable<HttpPage>> posts = prompts.stream()
                .<Callable<HttpPage>>map(prompt -> () -> prompt.answer(code))
                .toList();

        List<HttpPage> answers = Together.run(posts);

        assertThat(answers.stream().filter(HttpPage::isLoggedIn)).hasSize(1);
        assertThat(answers.stream().filter(HttpPage::asksForCode)).hasSize(49);
    }

    private static List<String> otherWays(String code) {
        String fullWidth = code.chars()
                .mapToObj(digit -> Character.toString(digit - '0' + '\uFF10'))
                .reduce("", String::concat);
        String half = code.substring(0, 3);
        String rest = code.substring(3);
        return List.of(
                half + " " + rest,
                code + " ",
                "\t" + code,
                fullWidth,
                half + "\u00A0" + rest,
                half + "-" + rest,
                half + "\u200B" + rest);
    }
}
