package io.verifytotp.keycloak.setup.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.keycloak.models.AuthenticationExecutionModel.Requirement.ALTERNATIVE;
import static org.keycloak.models.AuthenticationExecutionModel.Requirement.CONDITIONAL;
import static org.keycloak.models.AuthenticationExecutionModel.Requirement.DISABLED;
import static org.keycloak.models.AuthenticationExecutionModel.Requirement.REQUIRED;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;

/** Levels of authentication in a browser flow. Conditions on a level are written with it, such as {@code L1}. */
class LevelsTest {
    private static final SetupGoal ALONE = new SetupGoal(Optional.empty(), true);
    private static final SetupGoal EVERYBODY = new SetupGoal(Optional.of(SetupMode.EVERYBODY), true);
    private static final Duration SESSION = Duration.ofHours(12);

    private final StepPlan cookie = step(ALTERNATIVE, "auth-cookie");
    private final StepPlan forms = sub(
            ALTERNATIVE,
            step(REQUIRED, "auth-username-password-form"),
            sub(
                    CONDITIONAL,
                    StepPlan.condition("conditional-user-configured", Optional.empty()),
                    step(ALTERNATIVE, "auth-otp-form")));

    private static FlowPlan place(SetupGoal goal, StepPlan... steps) {
        FlowPlan flow = FlowPlan.named("flow", "", steps);
        goal.place(flow, FlowKind.BROWSER, SESSION);
        return flow;
    }

    private static String text(FlowPlan flow) {
        return flow.steps().stream().map(LevelsTest::text).collect(Collectors.joining(" ", "(", ")"));
    }

    private static String text(StepPlan step) {
        String sign = Map.of(REQUIRED, "+", ALTERNATIVE, "|", CONDITIONAL, "?", DISABLED, "-")
                .get(step.requirement());
        return step.config()
                .map(config -> config.values().get("loa-condition-level"))
                .map(level -> "L" + level)
                .orElseGet(() -> sign + step.flow().map(LevelsTest::text).orElseGet(step::name));
    }

    private static StepPlan step(Requirement requirement, String authenticator) {
        return StepPlan.execution(requirement, authenticator);
    }

    private static StepPlan sub(Requirement requirement, StepPlan... steps) {
        return StepPlan.subFlow(requirement, FlowPlan.named("sub", "", steps));
    }

    private static StepPlan level(String level) {
        return StepPlan.condition(
                "conditional-level-of-authentication",
                Optional.of(
                        new StepConfig(Optional.of("level"), Map.of("loa-condition-level", level), Optional.empty())));
    }

    @Test
    void whatWasAskedBeforeIsLevelOneAndACodeIsLevelTwo() {
        assertThat(text(place(ALONE, cookie, forms)))
                .isEqualTo("(|auth-cookie |(?(L1 +auth-username-password-form ?(+conditional-user-configured"
                        + " |auth-otp-form)) ?(L2 +verify-totp-form)))");
    }

    @Test
    void withACodeAtEachLoginTheLoginReachesLevelTwo() {
        assertThat(text(place(EVERYBODY, cookie, forms)))
                .isEqualTo("(|auth-cookie |(?(L2 ?(L1 +auth-username-password-form ?(+conditional-user-configured"
                        + " |auth-otp-form |verify-totp-form) ?(+conditional-sub-flow-executed +verify-totp-form))"
                        + " ?(+conditional-sub-flow-executed +verify-totp-form))))");
    }

    /** Otherwise a request of level 1 in an old session would find no step that asks for it. */
    @Test
    void levelOneLastsAsLongAsASessionAndLevelTwoFiveMinutes() {
        FlowPlan forms = place(ALONE, cookie, this.forms).steps().get(1).flow().orElseThrow();

        assertThat(forms.steps())
                .extracting(level -> level.flow()
                        .orElseThrow()
                        .steps()
                        .get(0)
                        .config()
                        .orElseThrow()
                        .values()
                        .get("loa-max-age"))
                .containsExactly("43200", "300");
    }

    @Test
    void aPasswordWithoutASubFlowGetsOne() {
        assertThat(text(place(ALONE, cookie, step(ALTERNATIVE, "auth-username-password-form"))))
                .isEqualTo("(|auth-cookie |(?(L1 +auth-username-password-form) ?(L2 +verify-totp-form)))");
    }

    @Test
    void aFlowOfRequiredStepsIsLevelOneAsAWhole() {
        assertThat(text(place(ALONE, step(REQUIRED, "auth-username-form"), step(REQUIRED, "auth-password-form"))))
                .isEqualTo("(?(L1 +auth-username-form +auth-password-form) ?(L2 +verify-totp-form))");
    }

    @Test
    void organizationsAndIdentityProvidersMayBeBesideIt() {
        StepPlan organization = sub(ALTERNATIVE, sub(CONDITIONAL, step(ALTERNATIVE, "organization")));

        assertThat(text(place(ALONE, cookie, step(ALTERNATIVE, "identity-provider-redirector"), organization, forms)))
                .contains("L1", "L2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth-spnego", "webauthn-authenticator-passwordless", "of-another-extension"})
    void whatLetsUsersInWithoutALevelIsRefused(String authenticator) {
        assertRefused("has '" + authenticator + "'", cookie, step(ALTERNATIVE, authenticator), forms);
    }

    @Test
    void whatIsUnclearIsRefused() {
        assertRefused("several alternatives", forms, step(ALTERNATIVE, "auth-username-password-form"));
        assertRefused("no step that asks for the password", cookie, step(ALTERNATIVE, "webauthn-authenticator"));
        assertRefused(
                "has conditions in 'sub'",
                sub(
                        ALTERNATIVE,
                        StepPlan.condition("conditional-user-role", Optional.empty()),
                        step(REQUIRED, "auth-username-password-form")));
    }

    private static void assertRefused(String reason, StepPlan... steps) {
        assertThatThrownBy(() -> place(ALONE, steps))
                .isInstanceOf(SetupRefusal.class)
                .hasMessageContaining(reason);
    }

    /** Keycloak counts conditions that are disabled, and fails if two have the same level. */
    @Test
    void aFlowThatHasLevelsIsLeft() {
        StepPlan off = level("1");
        off.require(DISABLED);
        FlowPlan flow = FlowPlan.named("flow", "", cookie, sub(ALTERNATIVE, sub(DISABLED, off), forms));

        assertThat(ALONE.reasonToLeave(flow, FlowKind.BROWSER))
                .hasValueSatisfying(reason -> assertThat(reason).contains("has levels of authentication already"));
        assertThat(ALONE.reasonToLeave(FlowPlan.named("flow", "", cookie, forms), FlowKind.BROWSER))
                .isEmpty();
    }

    @Test
    void aFlowThatAsksForACodeWithoutLevelsIsRefused() {
        FlowPlan flow = FlowPlan.named("flow", "", cookie, sub(ALTERNATIVE, step(REQUIRED, "verify-totp-form")));

        assertThatThrownBy(() -> EVERYBODY.reasonToLeave(flow, FlowKind.BROWSER))
                .isInstanceOf(SetupRefusal.class)
                .hasMessageContaining("'flow' has a step of Verify TOTP already, but no levels");
    }

    @Test
    void otherFlowsHaveNoLevels() {
        assertThat(EVERYBODY.of(FlowKind.DIRECT_GRANT)).isEqualTo(new SetupGoal(EVERYBODY.mode(), false));
        assertThat(EVERYBODY.concerns(FlowKind.DIRECT_GRANT)).isTrue();
        assertThat(ALONE.concerns(FlowKind.DIRECT_GRANT)).isFalse();
        assertThat(ALONE.concerns(FlowKind.BROWSER)).isTrue();
    }
}
