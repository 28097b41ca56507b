package io.verifytotp.keycloak.it.ways;

import static io.verifytotp.keycloak.it.support.walk.Person.having;
import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Await;
import io.verifytotp.keycloak.it.support.http.AccountRest;
import io.verifytotp.keycloak.it.support.http.Reply;
import io.verifytotp.keycloak.it.support.http.Tokens;
import io.verifytotp.keycloak.it.support.realm.AssertionGrant;
import io.verifytotp.keycloak.it.support.realm.SecondFactors;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import io.verifytotp.keycloak.it.support.walk.Comparison;
import io.verifytotp.keycloak.it.support.walk.Has;
import io.verifytotp.keycloak.it.support.walk.Modes;
import io.verifytotp.keycloak.it.support.walk.Outcome;
import io.verifytotp.keycloak.it.support.walk.Person;
import io.verifytotp.keycloak.it.support.walk.ReportedWay;
import io.verifytotp.keycloak.it.support.walk.Walk;
import io.verifytotp.keycloak.it.support.walk.WalkedRealm;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The JWT authorization grant ({@code jwt-grant} in the report): what happens, and that the report says so. */
class JwtGrantIT {
    private static final String WAY = "jwt-grant";
    private static final List<Set<Has>> WITH_FACTOR = List.of(
            having(Has.FACTOR),
            having(Has.FACTOR, Has.PASSKEY),
            having(Has.LOCKED_FACTOR),
            having(Has.DISABLED_FACTOR));
    private static final List<Set<Has>> WITHOUT = List.of(having(), having(Has.PASSKEY));

    private static WalkedRealm plain() {
        return WalkedRealm.create(SharedKeycloak.get(), Map.of());
    }

    private static List<ReportedWay> reported(WalkedRealm in) {
        return in.report().stream().filter(way -> way.way().equals(WAY)).toList();
    }

    @Nested
    class WhereItIsOpen {
        @ParameterizedTest
        @EnumSource
        void theAssertionOfALoginProviderIsEnough(Modes mode) {
            try (WalkedRealm in = plain()) {
                mode.setUp(in);

                isEnough(in, AssertionGrant.ofLoginProvider(in.brokered()));
            }
        }

        @Test
        void theAssertionOfAProviderForAssertionsAloneIsEnough() {
            try (WalkedRealm in = plain()) {
                AssertionGrant grant = AssertionGrant.ofItsOwnProvider(
                        in.realm(), in.brokered().provider());

                isEnough(in, grant);

                assertThat(in.report())
                        .as("ways of a provider with which nobody logs in")
                        .noneMatch(way -> way.target().equals(grant.brokered().alias()));
            }
        }

        private static void isEnough(WalkedRealm in, AssertionGrant grant) {
            Map<Set<Has>, List<Walk>> theirs = walks(in, grant, WITH_FACTOR);
            Map<Set<Has>, List<Walk>> others = walks(in, grant, WITHOUT);

            assertThat(reported(in)).singleElement().satisfies(way -> {
                assertThat(way.asks()).isEqualTo("nobody");
                assertThat(Comparison.disagreements(way, theirs, others)).isEmpty();
            });
            assertThat(theirs)
                    .allSatisfy((has, walks) ->
                            assertThat(walks).extracting(Walk::outcome).containsOnly(Outcome.IN_WITHOUT_CODE));
            assertThat(others)
                    .allSatisfy((has, walks) ->
                            assertThat(walks).extracting(Walk::outcome).containsOnly(Outcome.IN_WITHOUT_CODE));
        }

        private static Map<Set<Has>, List<Walk>> walks(WalkedRealm in, AssertionGrant grant, List<Set<Has>> kinds) {
            Map<Set<Has>, List<Walk>> walks = new LinkedHashMap<>();
            kinds.forEach(has -> walks.put(has, in.ways().assertion(grant, has)));
            return walks;
        }

        @Test
        void whoIsDisabledOrHasARequiredActionGetsNoTokens() {
            try (WalkedRealm in = plain()) {
                AssertionGrant grant = AssertionGrant.ofLoginProvider(in.brokered());

                assertThat(statusAfter(in, grant, Map.of())).isEqualTo(200);
                assertThat(statusAfter(in, grant, Map.of("enabled", false))).isEqualTo(400);
                assertThat(statusAfter(in, grant, Map.of("requiredActions", List.of("verify-totp-enroll"))))
                        .isEqualTo(400);
            }
        }

        private static int statusAfter(WalkedRealm in, AssertionGrant grant, Map<String, Object> change) {
            TestUser user = in.realm().addUser("user-" + UUID.randomUUID());
            TestUser there = linked(in, user);
            in.realm()
                    .admin()
                    .put(in.realm().path("/users/" + user.id()), change)
                    .expect(204);
            return grant.redeem(there).status();
        }

        /** Keycloak asks only flows, and the token exchange, whether the account is locked for a while. */
        @Test
        void theLockOfKeycloaksBruteForceProtectionDoesNotCount() {
            try (WalkedRealm in = WalkedRealm.create(
                    SharedKeycloak.get(),
                    Map.of("bruteForceProtected", true, "failureFactor", 1, "waitIncrementSeconds", 60))) {
                AssertionGrant grant = AssertionGrant.ofLoginProvider(in.brokered());
                TestUser user = in.realm().addUser("user-" + UUID.randomUUID());
                TestUser there = linked(in, user);
                in.realm().directGrant(user.username(), "a wrong password", Map.of());

                Await.until("Keycloak's lock-out", Duration.ofSeconds(20), () -> in.realm()
                        .isLockedOut(user));
                assertThat(in.realm().directGrant(user, Map.of()).status()).isNotEqualTo(200);
                assertThat(grant.redeem(there).status()).isEqualTo(200);
            }
        }

        @Test
        void itsTokenChangesNoFactor() {
            try (WalkedRealm in = plain()) {
                AssertionGrant grant = AssertionGrant.ofLoginProvider(in.brokered());
                Person person = in.people().having(having(Has.FACTOR));
                String id = SecondFactors.id(in.realm(), person.user(), SecondFactors.OURS);
                Tokens tokens = new Tokens(
                        grant.redeem(linked(in, person.user())).expect(200).body());

                Reply reply = AccountRest.send(
                        in.realm(),
                        "DELETE",
                        "credentials/" + id,
                        "",
                        Map.of("Authorization", "Bearer " + tokens.bearer()));

                assertThat(reply.status()).as(reply.toString()).isEqualTo(403);
                assertThat(reply.body().path("error").asText()).isEqualTo("proof_needed");
                assertThat(SecondFactors.ours(in.realm(), person.user())).hasSize(1);
            }
        }

        private static TestUser linked(WalkedRealm in, TestUser user) {
            TestUser there = in.brokered().provider().addUser(user.username());
            in.brokered().link(user, there);
            return there;
        }
    }

    @Nested
    class WhereItIsClosed {
        @Test
        void becauseTheClientIsPublic() {
            isLeftOut(AssertionGrant::makeClientPublic);
        }

        @Test
        void becauseTheClientNamesNoProvider() {
            isLeftOut(grant -> grant.nameProviders(""));
        }

        @Test
        void becauseTheProviderIsDisabled() {
            isLeftOut(AssertionGrant::disableProvider);
        }

        @Test
        void becauseTheClientNamesOthers() {
            isLeftOut(grant -> grant.nameProviders("removed##another"));
        }

        private static void isLeftOut(Consumer<AssertionGrant> closes) {
            try (WalkedRealm in = plain()) {
                AssertionGrant grant = AssertionGrant.ofLoginProvider(in.brokered());
                assertThat(reported(in)).hasSize(1);
                closes.accept(grant);

                assertThat(in.ways().assertion(grant, having())).noneMatch(Walk::in);
                assertThat(reported(in)).isEmpty();
            }
        }
    }

    @Test
    void itIsOpenAsWellWhereTheClientNamesSeveralProviders() {
        try (WalkedRealm in = plain()) {
            AssertionGrant grant = AssertionGrant.ofLoginProvider(in.brokered());
            grant.nameProviders("removed##" + WalkedRealm.PARTNER);

            assertThat(in.ways().assertion(grant, having(Has.FACTOR))).allMatch(Walk::in);
            assertThat(reported(in)).hasSize(1);
        }
    }
}
