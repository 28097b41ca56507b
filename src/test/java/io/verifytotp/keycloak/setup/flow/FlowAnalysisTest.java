package io.verifytotp.keycloak.setup.flow;

import static io.verifytotp.keycloak.setup.flow.Requirement.ALTERNATIVE;
import static io.verifytotp.keycloak.setup.flow.Requirement.CONDITIONAL;
import static io.verifytotp.keycloak.setup.flow.Requirement.DISABLED;
import static io.verifytotp.keycloak.setup.flow.Requirement.REQUIRED;
import static io.verifytotp.keycloak.setup.flow.TestFlows.condition;
import static io.verifytotp.keycloak.setup.flow.TestFlows.flow;
import static io.verifytotp.keycloak.setup.flow.TestFlows.step;
import static io.verifytotp.keycloak.setup.flow.TestFlows.subflow;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlowAnalysisTest {
    private static final Step OURS = step("verify-totp-form", REQUIRED);
    private static final Step OURS_TOO = step("verify-totp-form", ALTERNATIVE);
    private static final Step CONFIGURED = condition("conditional-user-configured", Map.of());
    private static final Step NO_PASSKEY =
            condition("conditional-credential", Map.of("credentials", "webauthn-passwordless"));

    private static final String LEVEL = "conditional-level-of-authentication";

    private static Assessment assess(Flow flow) {
        return new FlowAnalysis(List.of(flow), TestFlows.FACTS).ofUsers().orElseThrow();
    }

    @Nested
    class OfTheBrowserFlow {
        @Test
        void asksNobodyByDefault() {
            Assessment result = assess(TestFlows.browser(
                    subflow("2fa", CONDITIONAL, CONFIGURED, NO_PASSKEY, step("auth-otp-form", ALTERNATIVE))));

            assertThat(result.asks()).isEqualTo(Asks.NOBODY);
            assertThat(result.reason()).contains("Enough to get in: auth-username-password-form");
        }

        @Test
        void asksEverybodyButPasskeysWithOurStepRequired() {
            assertThat(assess(TestFlows.browser(subflow("2fa", CONDITIONAL, NO_PASSKEY, OURS))))
                    .isEqualTo(TestFlows.everybody("passkey"));
        }

        @Test
        void asksEverybodyWithoutAnyConditionInARequiredSubflow() {
            assertThat(assess(TestFlows.browser(subflow("2fa", REQUIRED, OURS))))
                    .isEqualTo(TestFlows.everybody());
        }

        @Test
        void leavesOutAConditionalSubflowWithoutConditions() {
            assertThat(assess(TestFlows.browser(subflow("2fa", CONDITIONAL, OURS)))
                            .asks())
                    .isEqualTo(Asks.NOBODY);
        }

        @Test
        void asksThoseWhoHaveAFactor() {
            Assessment result = assess(TestFlows.browser(
                    subflow("2fa", CONDITIONAL, CONFIGURED, NO_PASSKEY, OURS_TOO, step("auth-otp-form", DISABLED))));

            assertThat(result.asks()).isEqualTo(Asks.ENROLLED);
            assertThat(result.exempt()).containsExactly("passkey");
        }

        @Test
        void exemptsWhatStandsBesideOurs() {
            Assessment result = assess(TestFlows.browser(subflow(
                    "2fa",
                    CONDITIONAL,
                    CONFIGURED,
                    step("auth-otp-form", ALTERNATIVE),
                    OURS_TOO,
                    step("auth-recovery-authn-code-form", ALTERNATIVE))));

            assertThat(result.asks()).isEqualTo(Asks.ENROLLED);
            assertThat(result.exempt()).containsExactly("keycloak-otp", "recovery-code");
        }

        @Test
        void asksEverybodyWithASecondSubflowForThoseWithoutAny() {
            Step none = condition(
                    "conditional-sub-flow-executed", Map.of("flow_to_check", "2fa", "check_result", "not-executed"));
            Assessment result = assess(TestFlows.browser(
                    subflow(
                            "2fa",
                            CONDITIONAL,
                            CONFIGURED,
                            NO_PASSKEY,
                            OURS_TOO,
                            step("auth-recovery-authn-code-form", ALTERNATIVE)),
                    subflow("none", CONDITIONAL, none, NO_PASSKEY, OURS)));

            assertThat(result).isEqualTo(TestFlows.everybody("passkey", "recovery-code"));
        }

        @Test
        void ignoresOurStepBesideARequiredOne() {
            assertThat(assess(flow(
                                    "odd",
                                    step("auth-username-password-form", REQUIRED),
                                    step("verify-totp-form", ALTERNATIVE)))
                            .asks())
                    .isEqualTo(Asks.NOBODY);
        }

        @Test
        void letsNobodyInWhereOurStepComesBeforeTheUser() {
            Flow odd = flow("odd", OURS, step("auth-username-password-form", REQUIRED));

            assertThat(new FlowAnalysis(List.of(odd), TestFlows.FACTS).ofUsers())
                    .isEmpty();
        }

        @Test
        void saysWhoIsRefusedWithoutAFactor() {
            Facts closed = new Facts(true, true, false, false, true, false, true, Set.of());
            Flow ours = TestFlows.browser(subflow("2fa", REQUIRED, OURS));
            Flow otp =
                    TestFlows.browser(step("auth-otp-form", REQUIRED), subflow("2fa", CONDITIONAL, CONFIGURED, OURS));

            assertThat(new FlowAnalysis(List.of(ours), closed).ofUsers().orElseThrow())
                    .isEqualTo(new Assessment(
                            Asks.EVERYBODY, List.of(), Optional.of("Users without a factor are refused")));
            assertThat(new FlowAnalysis(List.of(otp), closed).ofUsers().orElseThrow())
                    .isEqualTo(new Assessment(
                            Asks.EVERYBODY,
                            List.of("keycloak-otp"),
                            Optional.of("Users who have neither a factor nor what is exempt are refused")));
        }

        @Test
        void isNotSureWhereOnlyThoseWithoutAFactorGetIn() {
            Step unconfigured = step("idp-auto-link", REQUIRED);
            Assessment result = assess(TestFlows.browser(subflow(
                    "2fa", CONDITIONAL, CONFIGURED, OURS_TOO, subflow("dead", CONDITIONAL, CONFIGURED, unconfigured))));

            assertThat(result.asks()).isEqualTo(Asks.UNKNOWN);
            assertThat(result.reason()).contains("The flow lets in no user who has a factor");
        }

        @Test
        void asksNobodyWhereAnotherAlternativeNeedsNone() {
            assertThat(assess(flow(
                                    "odd",
                                    subflow("safe", ALTERNATIVE, step("auth-username-password-form", REQUIRED), OURS),
                                    subflow("weak", ALTERNATIVE, step("auth-username-password-form", REQUIRED))))
                            .asks())
                    .isEqualTo(Asks.NOBODY);
        }

        @Test
        void asksEverybodyAfterUserNameAndPasswordOnPagesOfTheirOwn() {
            assertThat(assess(flow(
                            "identity first",
                            step("auth-username-form", REQUIRED),
                            step("auth-password-form", REQUIRED),
                            OURS)))
                    .isEqualTo(TestFlows.everybody());
        }

        @Test
        void runsAConditionAgainOnceTheUserIsKnown() {
            Step before = subflow("2fa", CONDITIONAL, CONFIGURED, OURS);

            assertThat(assess(flow("odd", before, step("auth-username-password-form", REQUIRED)))
                            .asks())
                    .isEqualTo(Asks.ENROLLED);
        }

        @Test
        void asksAtTheFirstLevelAlone() {
            Step second = condition("conditional-level-of-authentication", Map.of("loa-condition-level", "2"));
            Step first = condition("conditional-level-of-authentication", Map.of("loa-condition-level", "1"));

            assertThat(assess(flow(
                                    "levels",
                                    subflow("1", CONDITIONAL, first, step("auth-username-password-form", REQUIRED)),
                                    subflow("2", CONDITIONAL, second, OURS)))
                            .asks())
                    .isEqualTo(Asks.NOBODY);
        }

        /** Anybody can put {@code acr_values=2} into the address of a login. */
        @Test
        void countsWithAnyRequestedLevel() {
            Step first = condition(LEVEL, Map.of("loa-condition-level", "1"));
            Step second = condition(LEVEL, Map.of("loa-condition-level", "2"));
            Step unless = condition(
                    "conditional-sub-flow-executed", Map.of("flow_to_check", "2", "check_result", "not-executed"));

            assertThat(assess(flow(
                                    "levels",
                                    step("auth-username-password-form", REQUIRED),
                                    subflow("1", CONDITIONAL, first, step("allow-access-authenticator", REQUIRED)),
                                    subflow("2", CONDITIONAL, second, step("allow-access-authenticator", REQUIRED)),
                                    subflow("3", CONDITIONAL, unless, OURS)))
                            .asks())
                    .isEqualTo(Asks.NOBODY);
        }

        @Test
        void countsWithOneRequestedLevelAlone() {
            Step first = condition(LEVEL, Map.of("loa-condition-level", "1"));
            Step second = condition(LEVEL, Map.of("loa-condition-level", "2"));
            Step third = condition(LEVEL, Map.of("loa-condition-level", "3"));

            // Nobody who gets to level 3 has not been asked at level 2.
            assertThat(assess(flow(
                            "levels",
                            step("auth-username-password-form", REQUIRED),
                            subflow("1", CONDITIONAL, first, OURS),
                            subflow("2", CONDITIONAL, second, step("allow-access-authenticator", REQUIRED)),
                            subflow("3", CONDITIONAL, third, step("allow-access-authenticator", REQUIRED)))))
                    .isEqualTo(TestFlows.everybody());
        }

        @Test
        void takesANewPasswordForAPassword() {
            Step noPassword = condition("conditional-credential", Map.of("credentials", "password"));

            assertThat(assess(flow(
                                    "reset",
                                    step("auth-username-form", REQUIRED),
                                    step("reset-password", REQUIRED),
                                    subflow("2fa", CONDITIONAL, noPassword, OURS)))
                            .asks())
                    .isEqualTo(Asks.NOBODY);
        }

        @Test
        void takesNoPasskeyWhereAResetAsksForTheName() {
            Step noPasskey = condition("conditional-credential", Map.of("credentials", "webauthn-passwordless"));

            assertThat(assess(flow(
                            "reset",
                            step("reset-credentials-choose-user", REQUIRED),
                            subflow("2fa", CONDITIONAL, noPasskey, OURS))))
                    .isEqualTo(TestFlows.everybody());
        }

        @Test
        void letsNobodyInWhereNoStepFindsTheUser() {
            Flow odd = flow("odd", step("idp-confirm-link", REQUIRED));

            assertThat(new FlowAnalysis(List.of(odd), TestFlows.FACTS).ofUsers())
                    .isEmpty();
        }

        @Test
        void takesATicketForWhatItIs() {
            Step noTicket = condition("conditional-credential", Map.of("credentials", "kerberos"));
            Facts kerberos = new Facts(true, true, false, true, true, false, true, Set.of("verify-totp-enroll"));
            Flow flow = flow(
                    "browser",
                    subflow(
                            "who",
                            REQUIRED,
                            step("auth-spnego", ALTERNATIVE),
                            step("auth-username-password-form", ALTERNATIVE)),
                    subflow("2fa", CONDITIONAL, noTicket, OURS));

            assertThat(new FlowAnalysis(List.of(flow), kerberos)
                            .ofUsers()
                            .orElseThrow()
                            .asks())
                    .isEqualTo(Asks.NOBODY);
            assertThat(assess(flow).asks()).isEqualTo(Asks.EVERYBODY);
        }

        @Test
        void asksNobodyWhereAConditionWantsOrganizations() {
            Flow flow = TestFlows.browser(subflow(
                    "2fa",
                    CONDITIONAL,
                    CONFIGURED,
                    step("organization", ALTERNATIVE),
                    subflow("code", ALTERNATIVE, OURS)));
            Facts organizations = new Facts(true, true, true, false, true, false, true, Set.of("verify-totp-enroll"));

            assertThat(assess(flow).asks()).isEqualTo(Asks.NOBODY);
            assertThat(new FlowAnalysis(List.of(flow), organizations)
                            .ofUsers()
                            .orElseThrow()
                            .asks())
                    .isEqualTo(Asks.EVERYBODY);
        }

        @Test
        void isUnknownWhereUsersWithoutAPasswordGetIn() {
            Flow flow = flow(
                    "odd",
                    step("auth-username-form", REQUIRED),
                    subflow("2fa", CONDITIONAL, CONFIGURED, step("auth-password-form", REQUIRED), OURS));

            assertThat(assess(flow))
                    .isEqualTo(Assessment.of(Asks.UNKNOWN, "A user who has no password gets in without a code"));
        }

        @Test
        void isUnknownWhereAnAliasIsNotUnique() {
            Step executed = condition(Conditions.EXECUTED, Map.of("flow_to_check", "2fa", Conditions.AMBIGUOUS, "2fa"));

            assertThat(assess(TestFlows.browser(subflow("3", CONDITIONAL, executed, OURS)))
                            .reason())
                    .contains("Two flows have the alias '2fa'");
        }

        @Test
        void isUnknownWhereTheFlowHasAProblem() {
            Flow flow = new Flow("cycle", "cycle", List.of(), Optional.of("The flow holds itself"));

            assertThat(assess(flow)).isEqualTo(Assessment.of(Asks.UNKNOWN, "The flow holds itself"));
            assertThat(new FlowAnalysis(List.of(flow), TestFlows.FACTS).ofNewcomers())
                    .contains(Assessment.of(Asks.UNKNOWN, "The flow holds itself"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"conditional-user-role", "conditional-client-scope", "of-another-extension"})
        void isUnknownWhereAConditionDependsOnMore(String condition) {
            Assessment result =
                    assess(TestFlows.browser(subflow("2fa", CONDITIONAL, condition(condition, Map.of()), OURS)));

            assertThat(result.asks()).isEqualTo(Asks.UNKNOWN);
            assertThat(result.reason()).isNotEmpty();
        }

        @ParameterizedTest
        @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DISABLED")
        void isUnknownWhereAnotherExtensionsStepMayStandIn(Requirement requirement) {
            Step other = step("of-another-extension", requirement);
            Step second = subflow("2fa", REQUIRED, other, step("verify-totp-form", ALTERNATIVE));

            assertThat(assess(TestFlows.browser(second)).asks()).isEqualTo(Asks.UNKNOWN);
        }

        @Test
        void isSureWhereAnotherExtensionsStepCannotReplaceOurs() {
            Step other = step("of-another-extension", REQUIRED);

            assertThat(assess(TestFlows.browser(subflow("2fa", REQUIRED, other, OURS)))
                            .asks())
                    .isEqualTo(Asks.UNKNOWN); // whether users without a factor get as far as the set-up
        }
    }

    @Nested
    class WithTheSetUpSwitchedOff {
        @Test
        void refusesUsersWithoutAFactor() {
            Facts off = new Facts(true, true, false, false, true, false, true, Set.of());
            Assessment result = new FlowAnalysis(List.of(TestFlows.browser(subflow("2fa", REQUIRED, OURS))), off)
                    .ofUsers()
                    .orElseThrow();

            assertThat(result.asks()).isEqualTo(Asks.EVERYBODY);
            assertThat(result.reason()).contains("Users without a factor are refused");
        }
    }

    @Nested
    class OfADirectGrant {
        private final Step user = step("direct-grant-validate-username", REQUIRED);
        private final Step password = step("direct-grant-validate-password", REQUIRED);

        private Assessment assess(Step... more) {
            Step[] steps = new Step[more.length + 2];
            steps[0] = user;
            steps[1] = password;
            System.arraycopy(more, 0, steps, 2, more.length);
            return new FlowAnalysis(List.of(flow("grant", steps)), TestFlows.FACTS.withoutPages())
                    .ofUsers()
                    .orElseThrow();
        }

        @Test
        void asksNobodyByDefault() {
            assertThat(assess(subflow("otp", CONDITIONAL, CONFIGURED, step("direct-grant-validate-otp", REQUIRED)))
                            .asks())
                    .isEqualTo(Asks.NOBODY);
        }

        @Test
        void asksEverybodyWithOurStep() {
            Assessment result = assess(step("verify-totp-direct-grant", REQUIRED));

            assertThat(result.asks()).isEqualTo(Asks.EVERYBODY);
            assertThat(result.exempt()).isEmpty();
            assertThat(result.reason()).contains("Users without a factor are refused");
        }

        @Test
        void asksThoseWhoHaveAFactor() {
            assertThat(assess(subflow("ours", CONDITIONAL, CONFIGURED, step("verify-totp-direct-grant", REQUIRED)))
                            .asks())
                    .isEqualTo(Asks.ENROLLED);
        }
    }
}
