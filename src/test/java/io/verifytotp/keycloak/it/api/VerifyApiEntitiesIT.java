package io.verifytotp.keycloak.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Entities over the Verify API: users of the realm as a Service knows them. */
class VerifyApiEntitiesIT {
    @AutoClose
    private static TestRealm realm;

    private static VerifyApi api;
    private static String service;

    @BeforeAll
    static void createRealm() {
        realm = RealmBuilder.aRealm().codeRequired().createOn(SharedKeycloak.get());
        api = realm.api(ApiRole.MANAGE);
        service = api.addService("Shop");
    }

    @Test
    void aNewEntityBelongsToTheServiceAndTheUser() {
        TestUser user = realm.addUser("new");

        ApiReply created = create(user.id()).expect(201);

        assertThat(created.sid()).matches("YE[0-9a-f]{32}");
        assertThat(created.field("identity")).isEqualTo(user.id());
        assertThat(created.field("service_sid")).isEqualTo(service);
        assertThat(created.field("account_sid"))
                .isEqualTo(api.get("/Services/" + service).field("account_sid"));
        assertThat(created.field("url")).isEqualTo(api.root() + VerifyApi.entity(service, user));
        assertThat(created.field("links/factors")).isEqualTo(created.field("url") + "/Factors");
        assertThat(created.field("links/new_factors")).isEqualTo(created.field("url") + "/Factors");
        assertThat(created.field("links/challenges")).isEqualTo(created.field("url") + "/Challenges");
        assertThat(created.field("date_created"))
                .isEqualTo(created.field("date_updated"))
                .endsWith("Z");
        assertThat(api.follow(created.field("url")).expect(200).body()).isEqualTo(created.body());
        assertThat(api.follow(created.field("links/factors")).expect(200).fields("factors", "sid"))
                .isEmpty();
        assertThat(api.follow(created.field("links/challenges")).expect(200).fields("challenges", "sid"))
                .isEmpty();
    }

    @Test
    void theIdentityIsRequired() {
        api.post(entities(), Form.of()).expectInvalid("Identity");
        create("").expectInvalid("Identity");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody-nobody", "a b", "../../master", "%00", "x"})
    void whoIsNoUserOfTheRealmIsNotFound(String identity) {
        create(identity).expectNotFound();
    }

    @Test
    void aUserNameIsNoIdentity() {
        realm.addUser("named");

        create("named").expectNotFound();
        create(UUID.randomUUID().toString()).expectNotFound();
    }

    @Test
    void aUserIsAnEntityOnce() {
        TestUser user = realm.addUser("once");
        String sid = create(user.id()).expect(201).sid();

        create(user.id()).expectError(409, 60301);

        assertThat(api.get(VerifyApi.entity(service, user)).sid()).isEqualTo(sid);
    }

    @Test
    void aUserIsAnotherEntityInAnotherService() {
        TestUser user = realm.addUser("twice");
        String other = api.addService("Other");
        String here = create(user.id()).expect(201).sid();
        String there = api.post("/Services/" + other + "/Entities", Form.of("Identity", user.id()))
                .expect(201)
                .sid();

        api.delete(VerifyApi.entity(other, user)).expect(204);

        assertThat(here).isNotEqualTo(there);
        assertThat(api.get(VerifyApi.entity(service, user)).expect(200).sid()).isEqualTo(here);
    }

    @Test
    void aUserWithoutEntityIsNotFound() {
        String entity = VerifyApi.entity(service, realm.addUser("stranger"));

        api.get(entity).expectNotFound();
        api.delete(entity).expectNotFound();
        api.get(entity + "/Factors").expectNotFound();
        api.get(entity + "/Challenges").expectNotFound();
        api.post(entity + "/Challenges", Form.of("FactorSid", "YF" + "0".repeat(32)))
                .expectNotFound();
    }

    @Test
    void whoEnrolledInALoginIsAnEntityOfTheDefaultService() {
        EnrolledUser user = EnrolledUser.enroll(realm, "enrolled");
        String entity = VerifyApi.entity(api.defaultService(), user.user());

        assertThat(api.get(entity).expect(200).field("identity"))
                .isEqualTo(user.user().id());
        assertThat(api.get(entity + "/Factors").expect(200).fields("factors", "status"))
                .containsExactly("verified");
        api.get(VerifyApi.entity(service, user.user())).expectNotFound();
    }

    @Test
    void theListGoesByCreationAndHasEachOnce() {
        String listed = api.addService("Listed");
        String path = "/Services/" + listed + "/Entities";
        List<String> sids = List.of("list-a", "list-b", "list-c").stream()
                .map(name -> api.post(
                                path, Form.of("Identity", realm.addUser(name).id()))
                        .expect(201)
                        .sid())
                .toList();

        assertThat(api.sids(path)).containsExactlyInAnyOrderElementsOf(sids);
        assertThat(api.sids(path + "?PageSize=2")).isEqualTo(api.sids(path));
        assertThat(api.list(path).stream()
                        .map(entity -> entity.get("date_created").asText()))
                .isSorted();
    }

    @Test
    void aDeletedEntityTakesItsFactorsAndChallengesWithIt() {
        ApiFactor verified =
                ApiFactor.create(api, service, realm.addUser("leaver")).verified();
        ApiFactor pending = ApiFactor.create(api, service, verified.user());
        String challenge = verified.openChallenge();
        int credentials = realm.credentials(verified.user()).size();

        ApiReply deleted = api.delete(verified.entity());

        assertThat(deleted.expect(204).text()).isEmpty();
        for (String path : List.of(verified.entity(), verified.path(), pending.path(), verified.challenge(challenge))) {
            api.get(path).expectNotFound();
        }
        api.delete(verified.entity()).expectNotFound();
        assertThat(realm.credentials(verified.user())).hasSize(credentials - 1);
        assertThat(realm.user("leaver").id()).isEqualTo(verified.user().id());
    }

    @Test
    void whoComesBackStartsEmpty() {
        ApiFactor factor =
                ApiFactor.create(api, service, realm.addUser("returner")).verified();
        String challenge = factor.openChallenge();
        api.delete(factor.entity()).expect(204);

        create(factor.user().id()).expect(201);

        assertThat(api.sids(factor.entity() + "/Factors")).isEmpty();
        assertThat(api.sids(factor.challenges())).isEmpty();
        factor.answer(challenge, factor.freshCode()).expectNotFound();
        factor.challengeWith("AuthPayload", factor.currentCode()).expectNotFound();
    }

    @Test
    void aDeletedUserIsNoEntityAnyMore() {
        ApiFactor factor =
                ApiFactor.create(api, service, realm.addUser("deleted")).verified();
        String sid = api.get(factor.entity()).sid();

        realm.admin().delete(realm.path("/users/" + factor.user().id())).expect(204);

        api.get(factor.entity()).expectNotFound();
        factor.fetch().expectNotFound();
        factor.challengeWith().expectNotFound();
        assertThat(api.sids(entities())).doesNotContain(sid);
    }

    private static String entities() {
        return "/Services/" + service + "/Entities";
    }

    private static ApiReply create(String identity) {
        return api.post(entities(), Form.of("Identity", identity));
    }
}
