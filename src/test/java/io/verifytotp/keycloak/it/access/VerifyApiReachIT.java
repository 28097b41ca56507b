package io.verifytotp.keycloak.it.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.api.ApiClientBuilder;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.FineGrainedPermissions;
import io.verifytotp.keycloak.it.support.api.ManagementRoles;
import io.verifytotp.keycloak.it.support.api.MasterCallers;
import io.verifytotp.keycloak.it.support.api.ReachOperation;
import io.verifytotp.keycloak.it.support.api.ReachOperation.Right;
import io.verifytotp.keycloak.it.support.api.ReachTarget;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who reaches what: every operation of the Verify API by every role and every kind of caller, on a user of whom nothing
 * is known and on one who administers the realm.
 */
class VerifyApiReachIT {
    private static final List<String> ROLES =
            List.of("none", ApiRole.VIEW, ApiRole.CHALLENGE, ApiRole.HELPDESK, ApiRole.MANAGE);
    private static final Set<Right> NONE = Set.of();
    private static final Set<Right> VIEW = Set.of(Right.VIEW);
    private static final Set<Right> MANAGE = Set.of(Right.VIEW, Right.MANAGE);
    private static final Set<Right> REALM = Set.of(Right.MANAGE_REALM);
    private static final Set<Right> ALL = Set.of(Right.values());

    private static TestRealm realm;
    private static MasterCallers master;
    private static List<ReachTarget> targets;
    private static Map<String, Kind> kinds;

    /**
     * A kind of caller.
     *
     * @param rights that Keycloak gives a person among users; those of a program are not asked
     * @param withRoles makes such a caller with these roles of the API
     */
    private record Kind(boolean isPerson, Set<Right> rights, Function<String[], VerifyApi> withRoles) {}

    @BeforeAll
    static void create() {
        realm = RealmBuilder.aRealm()
                .with("adminPermissionsEnabled", true)
                .with("accessTokenLifespan", 3600)
                .createOn(SharedKeycloak.get());
        master = new MasterCallers(realm);
        VerifyApi manager = realm.api(ApiRole.MANAGE);
        TestUser administrator = realm.addUser("administrator");
        administerThroughAGroup(administrator);
        targets = List.of(
                ReachTarget.of(manager, realm.addUser("plain"), false), ReachTarget.of(manager, administrator, true));
        kinds = kinds();
    }

    @AfterAll
    static void delete() {
        master.close();
        realm.close();
    }

    /** A role of the realm that contains one of realm-management, given to the group above the user's. */
    private static void administerThroughAGroup(TestUser user) {
        realm.admin().post(realm.path("/roles"), Map.of("name", "clerks")).expect(201);
        ManagementRoles management = new ManagementRoles(realm);
        realm.admin()
                .post(realm.path("/roles/clerks/composites"), management.roles("query-groups"))
                .expect(204);
        String above = realm.admin()
                .post(realm.path("/groups"), Map.of("name", "above"))
                .expect(201)
                .createdId();
        String group = realm.admin()
                .post(realm.path("/groups/" + above + "/children"), Map.of("name", "below"))
                .expect(201)
                .createdId();
        Object role = realm.admin().get(realm.path("/roles/clerks")).expect(200).body();
        realm.admin()
                .post(realm.path("/groups/" + above + "/role-mappings/realm"), List.of(role))
                .expect(204);
        realm.admin()
                .put(realm.path("/users/" + user.id() + "/groups/" + group), Map.of())
                .expect(204);
    }

    private static Map<String, Kind> kinds() {
        Map<String, Kind> all = new LinkedHashMap<>();
        all.put("program with its secret", program(realm::api));
        all.put(
                "program with a token",
                program(roles ->
                        ApiClientBuilder.aClient().roles(roles).createIn(realm).bearer()));
        all.put("program of master", program(roles -> master.api(master.addProgram(roles))));
        all.put("person", person(NONE));
        all.put("person with view-users", person(VIEW, "view-users"));
        all.put("person with manage-users", person(MANAGE, "manage-users"));
        all.put("person with manage-realm", person(REALM, "manage-realm"));
        all.put("person with manage-users and manage-realm", person(ALL, "manage-users", "manage-realm"));
        List<TestUser> viewers = administrators();
        List<TestUser> managers = administrators();
        permit(viewers, managers);
        all.put("person permitted to view", permitted(VIEW, viewers));
        all.put("person permitted to manage", permitted(MANAGE, managers));
        all.put("person of master", ofMaster(NONE));
        all.put("person of master with view-users", ofMaster(VIEW, "view-users"));
        all.put("person of master with manage-users", ofMaster(MANAGE, "manage-users"));
        all.put("person of master with manage-users and manage-realm", ofMaster(ALL, "manage-users", "manage-realm"));
        return all;
    }

    private static Kind program(Function<String[], VerifyApi> withRoles) {
        return new Kind(false, NONE, withRoles);
    }

    private static Kind person(Set<Right> rights, String... more) {
        return new Kind(true, rights, roles -> bearer(administrator(both(roles, more))));
    }

    /** One with each of our roles, and nothing of Keycloak's. */
    private static List<TestUser> administrators() {
        return ROLES.stream().map(role -> administrator(named(role))).toList();
    }

    /** By Keycloak's fine-grained permissions, for the two users. */
    private static void permit(List<TestUser> viewers, List<TestUser> managers) {
        List<TestUser> users = targets.stream().map(ReachTarget::user).toList();
        FineGrainedPermissions permissions = new FineGrainedPermissions(realm);
        permissions.permit(
                "view", Stream.concat(viewers.stream(), managers.stream()).toList(), users);
        permissions.permit("manage", managers, users);
    }

    private static Kind permitted(Set<Right> rights, List<TestUser> people) {
        return new Kind(true, rights, roles -> bearer(people.get(roles.length == 0 ? 0 : ROLES.indexOf(roles[0]))));
    }

    private static Kind ofMaster(Set<Right> rights, String... more) {
        return new Kind(true, rights, roles -> master.api(master.addPerson(both(roles, more))));
    }

    private static TestUser administrator(String... roles) {
        return realm.addAdministrator("person-" + System.nanoTime(), roles);
    }

    private static String[] named(String role) {
        return role.equals(ROLES.get(0)) ? new String[0] : new String[] {role};
    }

    private static VerifyApi bearer(TestUser person) {
        return VerifyApi.of(realm).bearer(realm.accessToken(person));
    }

    private static String[] both(String[] first, String... second) {
        return Stream.of(first, second).flatMap(Arrays::stream).toArray(String[]::new);
    }

    static Stream<Arguments> callers() {
        return callers((kind, role) -> true);
    }

    /** A third of all: each kind of caller with some roles, and each role with some kinds. */
    static Stream<Arguments> someCallers() {
        List<String> names = List.copyOf(kinds.keySet());
        return callers((kind, role) -> (names.indexOf(kind) + ROLES.indexOf(role)) % 3 == 0);
    }

    private static Stream<Arguments> callers(BiPredicate<String, String> wanted) {
        return kinds.keySet().stream()
                .flatMap(kind ->
                        ROLES.stream().filter(role -> wanted.test(kind, role)).map(role -> Arguments.of(role, kind)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("someCallers")
    void isDecidedByRoleRightsAndUser(String role, String kindName) {
        assertReach(role, kindName);
    }

    @Tag("thorough")
    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("callers")
    void isDecidedByRoleRightsAndUserForEverybody(String role, String kindName) {
        assertReach(role, kindName);
    }

    private static void assertReach(String role, String kindName) {
        Kind kind = kinds.get(kindName);
        VerifyApi caller = kind.withRoles().apply(named(role));

        for (ReachTarget target : targets) {
            for (ReachOperation operation : ReachOperation.ALL) {
                String what = role + ", " + kindName + ", " + operation.name() + ", " + target;
                ApiReply reply = operation.send(caller, target);
                Optional<Integer> refusal = refusal(role, kind, operation, target);
                if (refusal.isPresent()) {
                    assertThat(reply.status()).as(what).isEqualTo(refusal.get());
                    reply.expectError(refusal.get(), 20_000 + refusal.get());
                } else {
                    assertThat(reply.status()).as(what).isEqualTo(operation.allowedStatus());
                }
                target.expectUnharmedUnless(reply.status() == 204);
            }
        }
    }

    /** The status of the refusal, said once more in the words of docs/verify-api.md. */
    private static Optional<Integer> refusal(String role, Kind kind, ReachOperation operation, ReachTarget target) {
        if (!operation.roles().contains(role)) {
            return Optional.of(403);
        }
        if (!kind.isPerson() || operation.rights().isEmpty()) {
            return Optional.empty();
        }
        if (operation.rights().contains(Right.VIEW) && !kind.rights().contains(Right.VIEW)) {
            return Optional.of(404);
        }
        boolean ofAnAdministrator = target.administers() && operation.changesAUser();
        boolean allowed = kind.rights().containsAll(operation.rights())
                && (!ofAnAdministrator || kind.rights().contains(Right.MANAGE_REALM));
        return allowed ? Optional.empty() : Optional.of(403);
    }
}
