package io.verifytotp.keycloak.it.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Json;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.ManagementRoles;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.http.Http;
import io.verifytotp.keycloak.it.support.http.Reply;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Administrators at the Verify API see and change the users that Keycloak lets them see and change. */
class VerifyApiPersonsIT {
    @AutoClose
    private static TestRealm realm;

    private static ApiFactor factor;
    private static String challenge;

    @BeforeAll
    static void createFactor() {
        realm = RealmBuilder.aRealm().createOn(SharedKeycloak.get());
        factor = ApiFactor.verified(realm.api(ApiRole.MANAGE), realm.addUser("owner"));
        challenge = factor.openChallenge();
    }

    @Test
    void withoutPermissionForTheUserThereIsNone() {
        for (VerifyApi person : new VerifyApi[] {person(ApiRole.MANAGE), person(ApiRole.MANAGE, "query-users")}) {
            ApiFactor seen = factor.as(person);
            String entities = "/Services/" + person.defaultService() + "/Entities";

            for (String path : paths()) {
                person.get(path).expectNotFound();
            }
            seen.update("FriendlyName", "Mine").expectNotFound();
            seen.challengeWith().expectNotFound();
            seen.answer(challenge, seen.freshCode()).expectNotFound();
            person.delete(seen.path()).expectNotFound();
            person.delete(seen.entity()).expectNotFound();
            person.post(seen.entity() + "/Factors", Form.of("FriendlyName", "Mine", "FactorType", "totp"))
                    .expectNotFound();
            person.post(entities, Form.of("Identity", seen.user().id())).expectNotFound();
            assertThat(person.list(entities)).isEmpty();
        }
        assertThat(factor.fetch().field("friendly_name")).isEqualTo("Phone of owner");
    }

    @Test
    void whoMayViewUsersReadsButDoesNotChange() {
        VerifyApi person = person(ApiRole.MANAGE, "view-users");
        ApiFactor seen = factor.as(person);
        String entities = "/Services/" + person.defaultService() + "/Entities";

        for (String path : paths()) {
            person.get(path).expect(200);
        }
        assertThat(person.list(entities)).isNotEmpty();
        seen.update("FriendlyName", "Mine").expectError(403, 20403);
        seen.challengeWith().expectError(403, 20403);
        seen.answer(challenge, seen.freshCode()).expectError(403, 20403);
        person.delete(seen.path()).expectError(403, 20403);
        person.delete(seen.entity()).expectError(403, 20403);
        person.post(seen.entity() + "/Factors", Form.of("FriendlyName", "Mine", "FactorType", "totp"))
                .expectError(403, 20403);
        person.post(entities, Form.of("Identity", seen.user().id())).expectError(403, 20403);
        assertThat(factor.fetch().field("friendly_name")).isEqualTo("Phone of owner");
    }

    @Test
    void whoMayManageUsersChanges() {
        VerifyApi person = person(ApiRole.MANAGE, "manage-users");
        ApiFactor own = ApiFactor.verified(person, realm.addUser("managed"));

        assertThat(own.statusFor(own.freshCode())).isEqualTo("approved");
        own.update("FriendlyName", "Changed").expect(200);
        person.delete(own.path()).expect(204);
        person.delete(own.entity()).expect(204);
    }

    @Test
    void theRolesOfTheApiAreNeededAsWell() {
        VerifyApi person = person("view-users", "manage-users");

        for (String path : paths()) {
            person.get(path).expectError(403, 20403);
        }
        factor.as(person).challengeWith().expectError(403, 20403);
        factor.as(person(ApiRole.VIEW, "manage-users")).challengeWith().expectError(403, 20403);
        factor.as(person(ApiRole.CHALLENGE, "manage-users"))
                .update("FriendlyName", "Mine")
                .expectError(403, 20403);
    }

    @Test
    void whoMayChallengeAnswersForTheUsersThatTheyManage() {
        ApiFactor seen = factor.as(person(ApiRole.CHALLENGE, "manage-users"));

        assertThat(seen.challengeWith("AuthPayload", seen.wrongCode())
                        .expect(201)
                        .field("status"))
                .isEqualTo("pending");
        factor.as(person(ApiRole.CHALLENGE, "view-users")).challengeWith().expectError(403, 20403);
    }

    @Test
    void servicesAreForThoseWhoManageTheRealm() {
        VerifyApi person = person(ApiRole.MANAGE, "manage-realm");

        String service = person.addService("By a person");

        person.get("/Services/" + service).expect(200);
        assertThat(person.list("/Services/" + service + "/Entities")).isEmpty();
        person.delete("/Services/" + service).expect(204);
    }

    @Test
    void deletingAServiceIsNoWayAroundThePermissionForItsUsers() {
        VerifyApi manager = realm.api(ApiRole.MANAGE);
        ApiFactor kept = ApiFactor.create(manager, manager.addService("Kept"), realm.addUser("kept"));
        String service = kept.entity().replaceFirst("/Entities.*", "");

        for (VerifyApi person :
                new VerifyApi[] {person(ApiRole.MANAGE), person(ApiRole.MANAGE, "view-users", "manage-users")}) {
            person.delete(service).expectError(403, 20403);
            person.post(service, Form.of("Totp.Skew", "2")).expectError(403, 20403);
            person.post("/Services", Form.of("FriendlyName", "Mine")).expectError(403, 20403);
            person.post("/KeyRing/Reseal", Form.of()).expectError(403, 20403);
        }

        kept.fetch().expect(200);
        person(ApiRole.MANAGE, "manage-realm").delete(service).expect(204);
    }

    /** Keycloak protects the roles that it knows; ours may be given out by who manages users. */
    @Test
    void whoGivesThemselvesARoleGetsNoFactorOfAnAdministrator() {
        TestUser helpDesk = realm.addAdministrator("help-desk", "view-users", "manage-users");
        TestUser administrator = realm.addAdministrator("realm-administrator", "realm-admin");
        ApiFactor used = ApiFactor.verified(realm.api(ApiRole.MANAGE), administrator);
        giveThemselves(helpDesk, ApiRole.MANAGE);
        VerifyApi attacker = VerifyApi.of(realm).bearer(realm.accessToken(helpDesk));
        attacker.get(used.path()).expect(200);
        ApiFactor attacked = used.as(attacker);

        attacker.post(used.entity() + "/Factors", Form.of("FriendlyName", "Mine", "FactorType", "totp"))
                .expectError(403, 20403);
        attacked.update("FriendlyName", "Mine").expectError(403, 20403);
        attacked.update("Unlock", "true").expectError(403, 20403);
        attacked.challengeWith().expectError(403, 20403);
        attacked.answer(used.openChallenge(), used.freshCode()).expectError(403, 20403);
        attacker.delete(used.path()).expectError(403, 20403);
        attacker.delete(used.entity()).expectError(403, 20403);
        attacker.post("/Services", Form.of("FriendlyName", "Mine")).expectError(403, 20403);

        assertThat(used.fetch().field("friendly_name")).isEqualTo("Phone of realm-administrator");
        assertThat(attacker.list(used.entity() + "/Factors")).hasSize(1);
    }

    @Test
    void helpDesksUnlockAndRemoveButMakeNothing() {
        TestUser user = realm.addUser("helped");
        ApiFactor locked = ApiFactor.verified(realm.api(ApiRole.MANAGE), user);
        locked.guessWrong(5);
        VerifyApi viewer = person(ApiRole.HELPDESK, "view-users");
        VerifyApi helper = person(ApiRole.HELPDESK, "manage-users");
        assertThat(viewer.get("/Services/" + viewer.defaultService() + "/LockedFactors")
                        .fields("locked_factors", "sid"))
                .contains(locked.sid());

        ApiReply unlocked = locked.as(viewer).update("Unlock", "true").expect(200);

        assertThat(unlocked.field("failures")).isEqualTo("0");
        assertThat(locked.statusFor(locked.freshCode())).isEqualTo("approved");
        viewer.delete(locked.path()).expectError(403, 20403);
        for (VerifyApi person : new VerifyApi[] {viewer, helper}) {
            person.post(locked.entity() + "/Factors", Form.of("FriendlyName", "Mine", "FactorType", "totp"))
                    .expectError(403, 20403);
            locked.as(person).update("FriendlyName", "Mine").expectError(403, 20403);
            locked.as(person).update("Unlock", "true", "Config.Skew", "2").expectError(403, 20403);
            locked.as(person).update("Unlock", "true", "AuthPayload", "123456").expectError(403, 20403);
            locked.as(person).challengeWith().expectError(403, 20403);
        }
        helper.delete(locked.path()).expect(204);
        assertThat(realm.credentials(user))
                .noneMatch(found -> found.get("type").asText().equals("verify-totp"));
    }

    private static void giveThemselves(TestUser person, String role) {
        ManagementRoles management = new ManagementRoles(realm);
        URI mappings = URI.create(realm.keycloak().baseUrl() + "/admin/realms/" + realm.name() + "/users/" + person.id()
                + "/role-mappings/clients/" + management.managementClient());
        Reply.of(Http.send(Http.request(mappings)
                        .header("Authorization", "Bearer " + realm.accessToken(person))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(Json.write(management.roles(role))))))
                .expect(204);
    }

    private static String[] paths() {
        return new String[] {
            factor.entity(),
            factor.entity() + "/Factors",
            factor.path(),
            factor.challenges(),
            factor.challenge(challenge)
        };
    }

    private static VerifyApi person(String... roles) {
        TestUser person = realm.addAdministrator("person-" + System.nanoTime(), roles);
        return VerifyApi.of(realm).bearer(realm.accessToken(person));
    }
}
