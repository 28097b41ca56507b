package io.verifytotp.keycloak.it.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verifytotp.keycloak.it.support.Together;
import io.verifytotp.keycloak.it.support.api.ApiClient;
import io.verifytotp.keycloak.it.support.api.ApiClientBuilder;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.db.OurRows;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.OwnKeycloak;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is removed from Keycloak leaves nothing of ours behind, long before the purge looks, and takes nothing else. */
abstract class RemovalRules {
    private TestRealm realm;
    private VerifyApi api;
    private OurRows rows;
    private ApiFactor neighbour;
    private List<String> neighboursRows;

    abstract OwnKeycloak<?> own();

    @BeforeEach
    void createRealmWithANeighbour() {
        realm = RealmBuilder.aRealm().codeRequired().createOn(own().server());
        api = realm.api(ApiRole.MANAGE);
        rows = OurRows.of(own().database(), realm);
        neighbour = busy("neighbour");
        neighboursRows = rows.all();
        assertThat(neighboursRows).hasSize(4);
    }

    @AfterEach
    void deleteRealm() {
        realm.admin().delete(realm.path(""));
    }

    @Test
    void aUserTakesAllRowsAlong() {
        ApiFactor going = busy("going");
        assertThat(rows.all()).hasSize(8);

        realm.admin().delete(realm.path("/users/" + going.user().id())).expect(204);

        assertThat(rows.all()).isEqualTo(neighboursRows);
        assertThat(neighbour.statusFor(neighbour.freshCode())).isEqualTo("approved");
    }

    @Test
    void aUserWhoDeletesTheAccountTakesAllRowsAlong() {
        ApiFactor going = busy("going");
        allowDeletingTheAccount(going.user());
        HttpLogin login = new HttpLogin(realm);
        login.code(login.startWithPassword(going.user()), going.freshCode());

        login.submit(login.start(Map.of("kc_action", "delete_account")), Map.of());

        assertThat(realm.admin()
                        .get(realm.path("/users?username=going"))
                        .expect(200)
                        .body())
                .isEmpty();
        assertThat(rows.all()).isEqualTo(neighboursRows);
    }

    @Test
    void aUserWhoHasOnlyBegunTakesAllRowsAlong() {
        TestUser user = realm.addUser("beginner");
        new HttpLogin(realm).startWithPassword(user);
        assertThat(rows.all()).hasSize(6);

        realm.admin().delete(realm.path("/users/" + user.id())).expect(204);

        assertThat(rows.all()).isEqualTo(neighboursRows);
    }

    @Test
    void aRealmTakesAllRowsAlong() {
        try (TestRealm other = RealmBuilder.aRealm().createOn(own().server())) {
            OurRows ofOther = OurRows.of(own().database(), other);
            ApiFactor elsewhere = ApiFactor.verified(other.api(ApiRole.MANAGE), other.addUser("elsewhere"));
            List<String> before = ofOther.all();

            realm.close();

            assertThat(rows.all()).isEmpty();
            assertThat(ofOther.all()).isEqualTo(before).isNotEmpty();
            assertThat(elsewhere.statusFor(elsewhere.freshCode())).isEqualTo("approved");
        }
    }

    @Test
    void aCredentialThatAnAdministratorRemovesTakesItsFactorAlong() {
        ApiFactor going = busy("going");

        realm.admin().deleteCredential(realm.name(), going.user().id(), credential(going.user()));

        assertOnlyTheRecordIsLeftOf(going);
    }

    @Test
    void aCredentialThatItsUserRemovesByAnApplicationsActionTakesItsFactorAlong() {
        ApiFactor going = busy("going");
        HttpLogin login = new HttpLogin(realm);
        login.code(login.startWithPassword(going.user()), going.freshCode());

        HttpPage confirm = login.start(Map.of("kc_action", "delete_credential:" + credential(going.user())));
        HttpPage end = login.submit(confirm, Map.of());

        assertThat(end.redirect().orElseThrow().parameter("kc_action_status")).contains("success");
        assertOnlyTheRecordIsLeftOf(going);
    }

    @Test
    void aFactorThatTheApiRemovesTakesItsCredentialAlong() {
        ApiFactor going = busy("going");

        api.delete(going.path()).expect(204);

        assertThat(realm.credentials(going.user()).toString()).doesNotContain("verify-totp");
        assertOnlyTheRecordIsLeftOf(going);
    }

    @Test
    void anEntityThatTheApiRemovesTakesAllRowsAlong() {
        ApiFactor going = busy("going");

        api.delete(going.entity()).expect(204);

        assertThat(realm.credentials(going.user()).toString()).doesNotContain("verify-totp");
        assertThat(rows.all()).isEqualTo(neighboursRows);
    }

    @Test
    void aServiceThatTheApiRemovesTakesItsFactorsAlong() {
        String service = api.addService("Payments");
        ApiFactor going = ApiFactor.create(api, service, realm.addUser("going")).verified();
        going.openChallenge();
        assertThat(rows.all()).hasSizeGreaterThan(neighboursRows.size());

        api.delete("/Services/" + service).expect(204);

        assertThat(realm.credentials(going.user()).toString()).doesNotContain("verify-totp");
        assertThat(rows.all()).isEqualTo(neighboursRows);
        assertThat(neighbour.statusFor(neighbour.freshCode())).isEqualTo("approved");
    }

    @Test
    void aPasswordTakesNothingAlong() {
        String password = "";
        for (JsonNode each : realm.credentials(neighbour.user())) {
            password = each.get("type").asText().equals("password")
                    ? each.get("id").asText()
                    : password;
        }

        realm.admin().deleteCredential(realm.name(), neighbour.user().id(), password);

        assertThat(rows.all()).isEqualTo(neighboursRows);
        assertThat(neighbour.statusFor(neighbour.freshCode())).isEqualTo("approved");
    }

    @Test
    void aClientLeavesNoNameInChallenges() {
        EnrolledUser user = new EnrolledUser(realm, neighbour.user(), neighbour.app(), neighbour.clock());
        assertThat(user.logIn(user.freshCode()).isLoggedIn()).isTrue();
        ApiClient going = ApiClientBuilder.aClient().roles(ApiRole.CHALLENGE).createIn(realm);
        neighbour.as(going.api()).openChallenge();
        List<String> before = rows.all();
        List<String> others = new ArrayList<>(rows.clients());
        assertThat(others).contains(TestRealm.CLIENT_ID);

        String uuid = realm.admin()
                .get(realm.path("/clients?clientId=" + TestRealm.CLIENT_ID))
                .expect(200)
                .body()
                .get(0)
                .get("id")
                .asText();
        realm.admin().delete(realm.path("/clients/" + uuid)).expect(204);
        realm.admin().delete(realm.path("/clients/" + going.uuid())).expect(204);

        assertThat(rows.clients()).doesNotContain(TestRealm.CLIENT_ID, going.id());
        assertThat(rows.all()).isEqualTo(before);
    }

    /** As on a node whose cache has not heard of a removal that another node committed. */
    @Test
    void aFactorThatOnlyACacheStillShowsIsNotRevived() {
        ApiFactor gone = busy("gone");
        EnrolledUser user = new EnrolledUser(realm, gone.user(), gone.app(), gone.clock());
        String used = user.freshCode();
        assertThat(user.logIn(used).isLoggedIn()).isTrue();
        EnrolledUser.CodePrompt asked = user.prompt();

        own().database().execute("delete from CREDENTIAL where ID = '" + uuid(gone) + "'");
        own().database().execute("delete from VERIFY_TOTP_FACTOR where ID = '" + uuid(gone) + "'");

        assertThat(asked.answer(used).isLoggedIn()).isFalse();
        assertThat(realm.events("LOGIN_ERROR")).anySatisfy(event -> assertThat(
                        event.at("/details/verify_totp_reason").asText())
                .isEqualTo("unknown_factor"));
        assertThat(user.logIn(user.freshCode()).isLoggedIn()).isFalse();
        assertThat(rows.factors()).doesNotContain(uuid(gone));
        assertThat(neighbour.statusFor(neighbour.freshCode())).isEqualTo("approved");
    }

    /** They lock rows of the same factor, its challenges and its credential: nobody may wait for another in a circle. */
    @Test
    void changesAndRemovalsOfTheSameFactorsAtOnceAllGetAnAnswer() throws Exception {
        List<Callable<ApiReply>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            ApiFactor going = busy("going-" + i);
            String challenge = going.openChallenge();
            String name = "Phone " + i;
            all.add(() -> going.update("FriendlyName", name));
            all.add(() -> going.update("Config.Skew", "2"));
            all.add(() -> going.answer(challenge, going.wrongCode()));
            all.add(() -> api.delete(going.path()));
            all.add(() -> api.delete(going.entity()));
            all.add(() -> api.delete(going.entity()));
        }
        Collections.shuffle(all);

        List<ApiReply> replies = Together.run(all);

        assertThat(replies).extracting(ApiReply::status).isSubsetOf(200, 204, 404);
        assertThat(rows.all()).isEqualTo(neighboursRows);
        assertThat(neighbour.statusFor(neighbour.freshCode())).isEqualTo("approved");
    }

    /** Challenges stay until their time is over; the Entity and its pending factor are still somebody's. */
    private void assertOnlyTheRecordIsLeftOf(ApiFactor gone) {
        assertThat(rows.factors()).hasSize(3).contains(uuid(neighbour)).doesNotContain(uuid(gone));
        assertThat(rows.entities()).hasSize(2);
        api.get(gone.path()).expectNotFound();
        assertThat(api.sids(gone.challenges())).isNotEmpty();
        assertThat(neighbour.statusFor(neighbour.freshCode())).isEqualTo("approved");
    }

    /** Somebody with an Entity, a verified factor, a pending one and a challenge. */
    private ApiFactor busy(String username) {
        ApiFactor factor = ApiFactor.verified(api, realm.addUser(username));
        factor.openChallenge();
        ApiFactor.create(api, factor.user());
        return factor;
    }

    /** Keycloak's own action is off, and so is the role for it, until an administrator wants them. */
    private void allowDeletingTheAccount(TestUser user) {
        String action = realm.path("/authentication/required-actions/delete_account");
        ObjectNode enabled = realm.admin().get(action).expect(200).body().deepCopy();
        realm.admin().put(action, enabled.put("enabled", true)).expect(204);
        String account = realm.admin()
                .get(realm.path("/clients?clientId=account"))
                .expect(200)
                .body()
                .get(0)
                .get("id")
                .asText();
        JsonNode role = realm.admin()
                .get(realm.path("/clients/" + account + "/roles/delete-account"))
                .expect(200)
                .body();
        realm.admin()
                .post(realm.path("/users/" + user.id() + "/role-mappings/clients/" + account), List.of(role))
                .expect(204);
    }

    private String credential(TestUser user) {
        for (JsonNode credential : realm.credentials(user)) {
            if (credential.get("type").asText().equals("verify-totp")) {
                return credential.get("id").asText();
            }
        }
        throw new AssertionError("No factor of " + user);
    }

    private static String uuid(ApiFactor factor) {
        return factor.sid().substring(2).replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
    }
}
