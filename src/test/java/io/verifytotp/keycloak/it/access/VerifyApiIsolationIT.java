package io.verifytotp.keycloak.it.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Ids that do not belong together name nothing: neither those of another Entity, Service or realm, nor those that a
 * page token or a form carries.
 */
class VerifyApiIsolationIT {
    private static final List<Owner> OWNERS = new ArrayList<>();

    private static List<JsonNode> before;

    /** A factor and its challenge, where they belong. */
    private record Owner(String name, ApiFactor factor, String challenge) {
        TestRealm realm() {
            return factor.api().realm();
        }

        String service() {
            return factor.entity().split("/", -1)[2];
        }

        List<JsonNode> state() {
            return List.of(
                    factor.fetch().expect(200).body(),
                    factor.api().get(factor.challenge(challenge)).expect(200).body(),
                    factor.api().get(factor.entity()).expect(200).body());
        }
    }

    /** A path that mixes the ids of two owners, called with the credentials of the first. */
    private record Mixed(Owner caller, String path) {}

    @BeforeAll
    static void createOwners() {
        TestRealm first =
                RealmBuilder.aRealm().enrollConfig(Map.of("maxFactors", "2")).createOn(SharedKeycloak.get());
        TestRealm second = RealmBuilder.aRealm().createOn(SharedKeycloak.get());
        VerifyApi api = first.api(ApiRole.MANAGE);
        TestUser alice = first.addUser("alice");
        String service = api.defaultService();
        String other = api.addService("Other");
        OWNERS.add(owner("alice", api, service, alice));
        OWNERS.add(owner("bob", api, service, first.addUser("bob")));
        OWNERS.add(owner("alice in the other Service", api, other, alice));
        VerifyApi elsewhere = second.api(ApiRole.MANAGE);
        OWNERS.add(owner("carol", elsewhere, elsewhere.defaultService(), second.addUser("carol")));
        before = states();
    }

    @AfterEach
    void nothingHasChanged() {
        assertThat(states()).isEqualTo(before);
    }

    @AfterAll
    static void deleteRealms() {
        OWNERS.stream().map(Owner::realm).distinct().forEach(TestRealm::close);
        OWNERS.clear();
    }

    @Test
    void mixedIdsNameNothing() {
        String code = OWNERS.get(0).factor().freshCode();
        for (Mixed mixed : mixedPaths()) {
            VerifyApi api = mixed.caller().factor().api();
            ApiReply read = api.get(mixed.path());
            ApiReply nothing = api.get(mixed.path().replaceFirst("[0-9a-f]{32}$", "0".repeat(32)));

            read.expectNotFound();
            assertThat(masked(read)).isEqualTo(masked(nothing));
            api.post(mixed.path(), Form.of("AuthPayload", code, "FriendlyName", "Stolen"))
                    .expectNotFound();
            if (mixed.path().contains("/Factors/")) {
                api.delete(mixed.path()).expectNotFound();
            }
        }
    }

    @Test
    void everybodyElseGetsTheAnswerForTheirRole() {
        for (Mixed mixed : mixedPaths()) {
            TestRealm realm = mixed.caller().realm();
            boolean aChallenge = mixed.path().contains("/Challenges/");
            Form form = Form.of("AuthPayload", "123456");
            VerifyApi viewer = Callers.of(realm).viewer();
            VerifyApi challenger = Callers.of(realm).challenger();

            viewer.get(mixed.path()).expectNotFound();
            viewer.post(mixed.path(), form).expectError(403, 20403);
            challenger.get(mixed.path()).expectNotFound();
            challenger.post(mixed.path(), form).expectError(aChallenge ? 404 : 403, aChallenge ? 20404 : 20403);
            for (VerifyApi api : List.of(viewer, challenger)) {
                api.delete(mixed.path()).expectError(aChallenge ? 405 : 403, aChallenge ? 20405 : 20403);
            }
            Callers.of(realm).nobody().get(mixed.path()).expectError(403, 20403);
            Callers.of(realm).nobody().post(mixed.path(), form).expectError(403, 20403);
            VerifyApi.of(realm).get(mixed.path()).expectError(401, 20003);
            VerifyApi.of(realm).post(mixed.path(), form).expectError(401, 20003);
        }
    }

    @Test
    void theCredentialsOfOneRealmOpenNothingInAnother() {
        for (Owner mine : OWNERS) {
            for (Owner theirs : OWNERS) {
                if (!mine.realm().equals(theirs.realm())) {
                    VerifyApi api = mine.factor().api().at(theirs.realm());
                    api.get("/Services").expectError(401, 20003);
                    api.get(theirs.factor().path()).expectError(401, 20003);
                    api.delete(theirs.factor().path()).expectError(401, 20003);
                }
            }
        }
    }

    @Test
    void aChallengeTakesNoFactorOfAnother() {
        for (Owner mine : OWNERS) {
            for (Owner theirs : OWNERS) {
                if (!mine.equals(theirs)) {
                    Form form = Form.of("FactorSid", theirs.factor().sid());
                    String challenges = mine.factor().challenges();

                    mine.factor().api().post(challenges, form).expectNotFound();
                    mine.factor()
                            .api()
                            .post(
                                    challenges,
                                    form.and("AuthPayload", theirs.factor().freshCode()))
                            .expectNotFound();
                    assertThat(mine.factor()
                                    .api()
                                    .sids(challenges + "?FactorSid="
                                            + theirs.factor().sid()))
                            .isEmpty();
                }
            }
        }
    }

    @Test
    void theCodeOfOneFactorAnswersNoOther() {
        for (Owner mine : OWNERS) {
            Owner theirs = OWNERS.get((OWNERS.indexOf(mine) + 1) % OWNERS.size());
            String code = theirs.factor().freshCode();
            String challenge = mine.factor().openChallenge();

            assertThat(mine.factor().answer(challenge, code).expect(200).field("status"))
                    .isEqualTo("pending");
            assertThat(theirs.factor().statusFor(code)).isEqualTo("approved");
            assertThat(mine.factor().statusFor(mine.factor().freshCode())).isEqualTo("approved");
        }
        before = states();
    }

    @Test
    void aPageTokenShowsNothingOfAnother() {
        OWNERS.forEach(owner -> {
            owner.factor().openChallenge();
            ApiFactor.create(
                    owner.factor().api(), owner.service(), owner.factor().user());
            owner.factor().api().addService("Page");
        });
        for (Owner mine : OWNERS) {
            for (Owner theirs : OWNERS) {
                for (String list : List.of("/Factors", "/Challenges")) {
                    ApiReply page = withTokenOf(
                            mine.factor().api(),
                            mine.factor().entity() + list,
                            theirs.factor().api(),
                            theirs.factor().entity() + list);
                    assertThat(page.fields(page.field("meta/key"), "entity_sid"))
                            .allMatch(mine.factor().fetch().field("entity_sid")::equals);
                }
                ApiReply services = withTokenOf(
                        mine.factor().api(), "/Services", theirs.factor().api(), "/Services");
                assertThat(mine.factor().api().sids("/Services")).containsAll(services.fields("services", "sid"));
            }
        }
        before = states();
    }

    private static ApiReply withTokenOf(VerifyApi mine, String myList, VerifyApi theirs, String theirList) {
        String next = theirs.get(theirList + "?PageSize=1").expect(200).field("meta/next_page_url");
        ApiReply reply = mine.get(myList + next.substring(next.indexOf('?')));
        if (reply.status() != 200) {
            reply.expectInvalid("PageToken");
        }
        return reply;
    }

    private static Owner owner(String name, VerifyApi api, String service, TestUser user) {
        ApiFactor factor = ApiFactor.create(api, service, user).verified();
        String inAnHour = factor.clock()
                .now()
                .plusSeconds(3500)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
        String challenge =
                factor.challengeWith("ExpirationDate", inAnHour).expect(201).sid();
        return new Owner(name, factor, challenge);
    }

    private static List<JsonNode> states() {
        return OWNERS.stream().flatMap(owner -> owner.state().stream()).toList();
    }

    /** Every path from the ids of any two owners that is not the path of a third. */
    private static Set<Mixed> mixedPaths() {
        Set<Mixed> mixed = new LinkedHashSet<>();
        for (Owner caller : OWNERS) {
            for (Owner other : OWNERS) {
                for (Owner service : List.of(caller, other)) {
                    for (Owner user : List.of(caller, other)) {
                        for (Owner thing : List.of(caller, other)) {
                            String entity = VerifyApi.entity(
                                    service.service(), user.factor().user());
                            mixed.add(new Mixed(
                                    caller,
                                    entity + "/Factors/" + thing.factor().sid()));
                            mixed.add(new Mixed(caller, entity + "/Challenges/" + thing.challenge()));
                        }
                    }
                }
            }
        }
        mixed.removeIf(path -> OWNERS.stream()
                .filter(owner -> owner.realm().equals(path.caller().realm()))
                .anyMatch(owner -> List.of(owner.factor().path(), owner.factor().challenge(owner.challenge()))
                        .contains(path.path())));
        return mixed;
    }

    /** Without the ids that the caller sent. */
    private static String masked(ApiReply reply) {
        return reply.text().replaceAll("[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}", "#");
    }

    /** One caller of each role in a realm. */
    private record Callers(VerifyApi viewer, VerifyApi challenger, VerifyApi nobody) {
        private static final Map<TestRealm, Callers> KNOWN = new HashMap<>();

        static Callers of(TestRealm realm) {
            return KNOWN.computeIfAbsent(
                    realm, at -> new Callers(at.api(ApiRole.VIEW), at.api(ApiRole.CHALLENGE), at.api()));
        }
    }
}
