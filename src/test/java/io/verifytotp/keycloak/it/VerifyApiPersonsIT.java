package io.verifytotp.keycloak.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Administrators at the Verify API see and change the users that Keycloak lets them see and change. */
class VerifyApiPersonsIT {
    private static TestRealm realm;
    private static ApiFactor factor;
    private static String challenge;

    @BeforeAll
    static void createFactor() {
        realm = RealmBuilder.aRealm().createOn(SharedKeycloak.get());
        factor = ApiFactor.verified(realm.api(ApiRole.MANAGE), realm.addUser("owner"));
        challenge = factor.openChallenge();
    }

    @AfterAll
    static void deleteRealm() {
        realm.close();
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
    void servicesNeedNoPermissionForUsers() {
        VerifyApi person = person(ApiRole.MANAGE);

        String service = person.addService("By a person");

        person.get("/Services/" + service).expect(200);
        assertThat(person.list("/Services/" + service + "/Entities")).isEmpty();
        person.delete("/Services/" + service).expect(204);
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
