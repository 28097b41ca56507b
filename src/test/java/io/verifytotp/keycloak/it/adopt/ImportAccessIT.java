package io.verifytotp.keycloak.it.adopt;

import static io.verifytotp.keycloak.it.adopt.ImportCalls.only;
import static io.verifytotp.keycloak.it.adopt.ImportCalls.seed;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Permissions to import factors: for which users, and by their names. */
class ImportAccessIT {
    @AutoClose
    private static TestRealm realm;

    private static ImportCalls files;

    private TestUser user;

    @BeforeAll
    static void createRealm() {
        realm = RealmBuilder.aRealm().createOn(SharedKeycloak.get());
        files = ImportCalls.of(realm.api(ApiRole.MANAGE));
    }

    @BeforeEach
    void addUser() {
        user = realm.addUser("user-" + UUID.randomUUID());
    }

    @ParameterizedTest(name = "{0} with {1}")
    @CsvSource({
        "program, view-verify-totp manage-realm manage-users, 403, 403",
        "program, challenge-verify-totp manage-realm manage-users, 403, 403",
        "program, helpdesk-verify-totp manage-realm manage-users, 403, 403",
        "program, manage-realm manage-users, 403, 403",
        "program, manage-verify-totp, 200, 403",
        "program, manage-verify-totp query-users, 200, 403",
        "program, manage-verify-totp view-users, 200, 200",
        "program, manage-verify-totp manage-users, 200, 200",
        "person, manage-verify-totp, 403, 403",
        "person, manage-verify-totp manage-users, 403, 403",
        "person, view-verify-totp manage-realm manage-users, 403, 403",
        "person, manage-verify-totp manage-realm manage-users, 200, 200",
    })
    void isDecidedByRoles(String kind, String roles, int withIds, int withNames) {
        ImportCalls caller = files.as(caller(kind, roles.split(" ", -1)));

        var byId = caller.post("identity,secret,verified", user.id() + "," + seed(user.id()) + ",true");
        var byName = caller.post("username,secret,verified", user.username() + "," + seed(user.id()) + ",true");

        assertThat(byId.status()).isEqualTo(withIds);
        assertThat(byName.status()).isEqualTo(withNames);
        if (withIds == 200) {
            assertThat(only(byId).get("result").asText()).isEqualTo("created");
        } else {
            byId.expectError(403, 20403);
            byName.expectError(403, 20403);
        }
        if (withNames == 200) {
            assertThat(only(byName).get("result").asText()).isEqualTo("exists");
        }
    }

    @Test
    void nobodyImportsWithoutCredentials() {
        files.as(VerifyApi.of(realm)).post("identity,secret", "x,y").expectError(401, 20003);
    }

    /** A user whom the caller may not view is answered like one who does not exist. */
    @Test
    void aPersonWhoMayNotViewUsersLearnsNothingOfThem() {
        ImportCalls caller = files.as(caller("person", ApiRole.MANAGE, "manage-realm", "query-users"));

        JsonNode there = only(caller.post("identity,secret", user.id() + "," + seed(user.id())));
        JsonNode nowhere = only(caller.post("identity,secret", "nobody," + seed(user.id())));
        JsonNode named = only(caller.post("username,secret", user.username() + "," + seed(user.id())));
        JsonNode unknown = only(caller.post("username,secret", "nobody," + seed(user.id())));

        assertThat(there).isEqualTo(nowhere);
        assertThat(named).isEqualTo(unknown);
        assertThat(there.get("code").asInt()).isEqualTo(20404);
    }

    @Test
    void aPersonWhoMayOnlyViewUsersImportsNothing() {
        JsonNode line = only(files.as(caller("person", ApiRole.MANAGE, "manage-realm", "view-users"))
                .post("identity,secret", user.id() + "," + seed(user.id())));

        assertThat(line.get("code").asInt()).isEqualTo(20403);
        assertThat(line.get("message").asText()).contains("manage-users");
    }

    private static VerifyApi caller(String kind, String... roles) {
        if (kind.equals("program")) {
            return realm.api(roles);
        }
        TestUser person = realm.addAdministrator("person-" + UUID.randomUUID(), roles);
        return VerifyApi.of(realm).bearer(realm.accessToken(person));
    }
}
