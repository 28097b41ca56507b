package io.verifytotp.keycloak.it.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Settings;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.db.PostgresServer;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.OwnKeycloak;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What PostgreSQL gets to do for an answer, beside Keycloak's own statements: by its log. */
@Tag("thorough")
class StatementsIT {
    private static final String NAME = "statements";

    /** On our tables, or a setting. */
    private static final Pattern OURS = Pattern.compile(
            "(?:execute [^:]+|statement): (?=[^\\n]*(?:verify_totp|lock_timeout))(\\w+ (?:into )?\\w+)");

    private static final String FACTOR = "update verify_totp_factor";
    private static final String NEW_CHALLENGE = "insert into verify_totp_challenge";
    private static final String CHALLENGE = "update verify_totp_challenge";

    @AutoClose
    private static final OwnKeycloak<PostgresServer> OWN = OwnKeycloak.onPostgres(NAME);

    private static ApiFactor factor;
    private static EnrolledUser user;

    @BeforeAll
    static void logStatements() throws SQLException {
        TestRealm realm = RealmBuilder.aRealm()
                .codeRequired()
                .codeRequiredForDirectGrant()
                .createOn(OWN.server());
        factor = ApiFactor.verified(realm.api(ApiRole.MANAGE), realm.addUser("counted"));
        user = new EnrolledUser(realm, factor.user(), factor.app(), factor.clock());
        user.logIn(user.freshCode());
        user.logIn(user.wrongCode());
        factor.statusFor(factor.freshCode());
        try (Connection connection = OWN.database().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("alter system set log_statement = 'all'");
            statement.execute("select pg_reload_conf()");
        }
    }

    @Test
    void aLoginTakesTwo() {
        EnrolledUser.CodePrompt prompt = user.prompt();
        String code = user.freshCode();

        assertThat(ours(() -> assertThat(prompt.answer(code).isLoggedIn()).isTrue()))
                .containsExactly(FACTOR, NEW_CHALLENGE);
    }

    @Test
    void aMistypedCodeAndTheRightOneTakeTwoEach() {
        EnrolledUser.CodePrompt prompt = user.prompt();
        String wrong = user.wrongCode();
        String code = user.freshCode();

        assertThat(ours(() -> {
                    HttpPage again = prompt.answer(wrong);
                    assertThat(prompt.login().code(again, code).isLoggedIn()).isTrue();
                }))
                .containsExactly(FACTOR, NEW_CHALLENGE, FACTOR, CHALLENGE);
    }

    @Test
    void aDirectGrantTakesTwoAlsoWithAWrongCode() {
        String code = user.freshCode();
        String wrong = user.wrongCode();

        assertThat(ours(() -> assertThat(grant(code)).isEqualTo(200))).containsExactly(FACTOR, NEW_CHALLENGE);
        assertThat(ours(() -> assertThat(grant(wrong)).isEqualTo(400))).containsExactly(FACTOR, NEW_CHALLENGE);
    }

    @Test
    void aCodeOfAWrongLengthTakesNone() {
        assertThat(ours(() -> assertThat(grant("12345")).isEqualTo(400))).isEmpty();
    }

    @Test
    void aChallengeOfTheApiWithItsCodeTakesTwo() {
        String code = factor.freshCode();

        assertThat(ours(() -> assertThat(factor.statusFor(code)).isEqualTo("approved")))
                .containsExactly(FACTOR, NEW_CHALLENGE);
    }

    /** Twilio's contract wants an open challenge back, so that one is stored; the code adds nothing to it. */
    @Test
    void aChallengeOfTheApiWithACodeOfAWrongLengthTakesWhatOneWithoutACodeTakes() {
        List<String> opened = ours(() -> factor.openChallenge());

        assertThat(ours(() -> assertThat(factor.statusFor("12345")).isEqualTo("pending")))
                .isEqualTo(opened)
                .containsExactly(FACTOR, NEW_CHALLENGE);
    }

    @Test
    void anOpenChallengeIsNotWrittenForACodeOfAWrongLength() {
        String challenge = factor.openChallenge();
        List<String> read =
                ours(() -> factor.api().get(factor.challenge(challenge)).expect(200));

        assertThat(ours(() -> factor.answer(challenge, "12345").expect(200))).isEqualTo(read);
    }

    @Test
    void whatIsNoCodeTakesNone() {
        assertThat(ours(() -> factor.challengeWith("AuthPayload", "12").expectInvalid("AuthPayload")))
                .isEmpty();
    }

    private static int grant(String code) {
        return user.realm().directGrant(user.user(), Map.of("totp", code)).status();
    }

    /** The statements that PostgreSQL logs while the work runs, which has committed when it ends. */
    private static List<String> ours(Runnable work) {
        int before = log().length();
        work.run();
        return OURS.matcher(log().substring(before).toLowerCase(Locale.ROOT))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private static String log() {
        try {
            Path logs = Settings.work().resolve("logs");
            return Files.readString(logs.resolve(NAME + "-postgres.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
