package io.verifytotp.keycloak.it.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.db.PostgresServer;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.OwnKeycloak;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Keycloak's option {@code db-schema}: our tables are in that schema, which is not the connection's. */
@Tag("thorough")
class OtherSchemaIT {
    private static final String SCHEMA = "elsewhere";

    @AutoClose
    private static final OwnKeycloak<PostgresServer> OWN = start();

    private final TestRealm realm = RealmBuilder.aRealm().codeRequired().createOn(OWN.server());
    private final VerifyApi api = realm.api(ApiRole.MANAGE);

    private static OwnKeycloak<PostgresServer> start() {
        PostgresServer database = PostgresServer.startNew("schema");
        database.execute("create schema " + SCHEMA);
        return OwnKeycloak.on(database, "schema", options -> options.option("db-schema", SCHEMA)
                .logLevel("org.keycloak.connections.jpa.updater:debug"));
    }

    @Test
    void everyAnswerIsStoredThere() {
        ApiFactor factor = ApiFactor.verified(api, realm.addUser("somebody"));

        assertThat(factor.statusFor(factor.freshCode())).isEqualTo("approved");
        assertThat(factor.statusFor(factor.wrongCode())).isEqualTo("pending");
        String opened = factor.openChallenge();
        assertThat(factor.answer(opened, factor.wrongCode()).expect(200).field("status"))
                .isEqualTo("pending");
        assertThat(factor.answer(opened, factor.freshCode()).expect(200).field("status"))
                .isEqualTo("approved");
        EnrolledUser user = new EnrolledUser(realm, factor.user(), factor.app(), factor.clock());
        assertThat(user.logIn(factor.freshCode()).isLoggedIn()).isTrue();
        assertThat(OWN.database()
                        .column("select status from " + SCHEMA + ".verify_totp_challenge order by created_at, id"))
                .containsOnly("approved", "pending")
                .hasSize(4);
    }

    @Test
    void laterStartsFindTheTablesThere() {
        String changeLog = "Using changelog file META-INF/verify-totp/changelog.xml";
        assertThat(OWN.server().log()).contains(changeLog);
        int read = OWN.server().log().length();

        OWN.server().restart();

        assertThat(OWN.server().log().substring(read)).doesNotContain(changeLog);
    }

    @Test
    void aWrongCodeLocksThere() {
        ApiFactor factor = ApiFactor.verified(api, realm.addUser("locked"));

        factor.guessWrong(5);

        assertThat(factor.fetch().field("locked_until")).isNotEmpty();
        assertThat(factor.statusFor(factor.currentCode())).isEqualTo("pending");
    }
}
