package io.verifytotp.keycloak.it.ways;

import static io.verifytotp.keycloak.it.support.walk.Person.having;
import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import io.verifytotp.keycloak.it.support.walk.Gave;
import io.verifytotp.keycloak.it.support.walk.Has;
import io.verifytotp.keycloak.it.support.walk.Modes;
import io.verifytotp.keycloak.it.support.walk.Outcome;
import io.verifytotp.keycloak.it.support.walk.Walk;
import io.verifytotp.keycloak.it.support.walk.WalkedRealm;
import io.verifytotp.keycloak.it.support.walk.Ways;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every way into a realm that docs/operate.md has set up, for people of each kind. Other tests have the rest:
 *
 * <table>
 * <caption>Ways in and their tests</caption>
 * <tr><td>browser, in each recipe; a client's own flow; device; registration</td><td>RecipesIT</td></tr>
 * <tr><td>passkeys in the browser flow, recovery codes</td><td>PasskeyRecipesIT, RecoveryCodesIT</td></tr>
 * <tr><td>reset of the password: the code before the new password</td><td>PasswordResetIT</td></tr>
 * <tr><td>identity provider: by mail, by password, new accounts, after the login</td><td>BrokerRecipesIT</td></tr>
 * <tr><td>direct grant: each field, each error</td><td>DirectGrantIT</td></tr>
 * <tr><td>levels, and that an application can't ask for less</td><td>RecipesIT</td></tr>
 * <tr><td>identity first, remember me, prompt, max_age, SAML, organizations, token exchange, claims of the
 *     tokens</td><td>RequestsIT</td></tr>
 * <tr><td>the assertion of an identity provider</td><td>JwtGrantIT</td></tr>
 * <tr><td>impersonation, and what a session without a code can't do</td><td>ProofMatrixIT</td></tr>
 * <tr><td>mail with actions</td><td>ActionsMailIT</td></tr>
 * <tr><td>account console</td><td>AccountConsoleIT</td></tr>
 * <tr><td>flows that nobody has thought of</td><td>TheReportAndTheWalkAgreeIT</td></tr>
 * </table>
 */
class WaysInIT {
    private static final Set<Has> ENROLLED = having(Has.FACTOR);

    private static WalkedRealm realm(Modes mode) {
        WalkedRealm in =
                WalkedRealm.create(SharedKeycloak.get(), Map.of("webAuthnPolicyPasswordlessPasskeysEnabled", true));
        mode.setUp(in);
        return in;
    }

    private static Map<String, Function<Set<Has>, List<Walk>>> all(Ways ways) {
        Map<String, Function<Set<Has>, List<Walk>>> all = new LinkedHashMap<>();
        all.put("browser", has -> ways.browser(has, Map.of()));
        all.put("reset", ways::resetCredentials);
        all.put("link", ways::linking);
        all.put("linked", ways::linked);
        all.put("device", ways::device);
        all.put("direct grant", has -> ways.directGrant(TestRealm.CLIENT_ID, has));
        return all;
    }

    @ParameterizedTest
    @EnumSource
    void whoHasAFactorGetsInWithACodeAndInNoOtherWay(Modes mode) {
        try (WalkedRealm in = realm(mode)) {
            all(in.ways()).forEach((way, walk) -> {
                List<Walk> walks = walk.apply(ENROLLED);

                assertThat(walks).as(way).anyMatch(done -> done.outcome() == Outcome.ASKED_FOR_CODE);
                assertThat(walks).as(way).noneMatch(done -> done.isAroundTheCode(Set.of()));
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoseFactorIsLockedDoesNotGetIn(Modes mode) {
        try (WalkedRealm in = realm(mode)) {
            assertThat(in.ways().browser(having(Has.LOCKED_FACTOR), Map.of())).noneMatch(Walk::in);
        }
    }

    /** Each walk needs somebody with twenty wrong codes. */
    @ParameterizedTest
    @EnumSource
    @Tag("thorough")
    void whoseFactorIsLockedOrDisabledGetsInNowhere(Modes mode) {
        try (WalkedRealm in = realm(mode)) {
            for (Has factor : List.of(Has.LOCKED_FACTOR, Has.DISABLED_FACTOR)) {
                all(in.ways()).forEach((way, walk) -> assertThat(walk.apply(having(factor)))
                        .as(way + " with " + factor)
                        .noneMatch(Walk::in));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoHasNoneSetsOneUpOrIsNotAsked(Modes mode) {
        try (WalkedRealm in = realm(mode)) {
            Outcome expected = mode == Modes.EVERYBODY ? Outcome.SET_UP : Outcome.IN_WITHOUT_CODE;
            Map<String, Function<Set<Has>, List<Walk>>> all = all(in.ways());
            List<Walk> grants = all.remove("direct grant").apply(having());
            all.put("registration", has -> in.ways().registration());
            all.put("new account of the provider", has -> in.ways().creating());

            all.forEach((way, walk) -> assertThat(walk.apply(having()))
                    .as(way)
                    .allSatisfy(done -> assertThat(done.outcome()).isEqualTo(expected)));
            assertThat(grants)
                    .extracting(Walk::outcome)
                    .containsOnly(mode == Modes.EVERYBODY ? Outcome.REFUSED : Outcome.IN_WITHOUT_CODE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPasskeyIsEnoughInTheBrowserFlowAndNowhereElse(Modes mode) {
        try (WalkedRealm in = realm(mode)) {
            Map<String, Function<Set<Has>, List<Walk>>> all = all(in.ways());
            for (String way : List.of("browser", "device")) {
                List<Walk> walks = all.remove(way).apply(having(Has.FACTOR, Has.PASSKEY));
                assertThat(walks).as(way).anyMatch(done -> done.isInWith(Gave.PASSKEY));
                assertThat(walks).as(way).noneMatch(done -> done.isAroundTheCode(Set.of("passkey")));
            }

            all.forEach((way, walk) -> assertThat(walk.apply(having(Has.FACTOR, Has.PASSKEY)))
                    .as(way)
                    .noneMatch(done -> done.isAroundTheCode(Set.of())));
        }
    }
}
