package io.verifytotp.keycloak.setup.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.keycloak.models.AuthenticationExecutionModel.Requirement.ALTERNATIVE;
import static org.keycloak.models.AuthenticationExecutionModel.Requirement.CONDITIONAL;
import static org.keycloak.models.AuthenticationExecutionModel.Requirement.DISABLED;
import static org.keycloak.models.AuthenticationExecutionModel.Requirement.REQUIRED;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;

/** Where our steps go. A flow is written as {@code (step step)}; {@code +} is required, {@code |} alternative. */
class PlacementTest {
    private static final StepConfig NO_PASSKEY =
            new StepConfig(Optional.of("passkey"), Map.of("credentials", "webauthn-passwordless"), Optional.empty());

    private static String place(FlowKind kind, SetupMode mode, StepPlan... steps) {
        FlowPlan flow = FlowPlan.named("flow", "", steps);
        kind.placement().place(flow, mode);
        return text(flow);
    }

    private static String text(FlowPlan flow) {
        return flow.steps().stream().map(PlacementTest::text).collect(Collectors.joining(" ", "(", ")"));
    }

    private static String text(StepPlan step) {
        String sign = Map.of(REQUIRED, "+", ALTERNATIVE, "|", CONDITIONAL, "?", DISABLED, "-")
                .get(step.requirement());
        return sign + step.flow().map(PlacementTest::text).orElseGet(step::name);
    }

    private static StepPlan step(Requirement requirement, String authenticator) {
        return StepPlan.execution(requirement, authenticator);
    }

    private static StepPlan sub(Requirement requirement, StepPlan... steps) {
        return StepPlan.subFlow(requirement, FlowPlan.named("sub", "", steps));
    }

    private static StepPlan configured() {
        return StepPlan.condition("conditional-user-configured", Optional.empty());
    }

    @Nested
    class OfABrowserFlow {
        private final StepPlan secondFactor = sub(
                CONDITIONAL,
                configured(),
                StepPlan.condition("conditional-credential", Optional.of(NO_PASSKEY)),
                step(ALTERNATIVE, "auth-otp-form"),
                step(DISABLED, "auth-recovery-authn-code-form"));

        private final StepPlan forms = sub(ALTERNATIVE, step(REQUIRED, "auth-username-password-form"), secondFactor);

        @Test
        void enrolledUsersAreAskedBesideKeycloaksSecondFactors() {
            assertThat(place(FlowKind.BROWSER, SetupMode.ENROLLED, step(ALTERNATIVE, "auth-cookie"), forms))
                    .isEqualTo("(|auth-cookie |(+auth-username-password-form ?(+conditional-user-configured"
                            + " +conditional-credential |auth-otp-form -auth-recovery-authn-code-form"
                            + " |verify-totp-form)))");
        }

        @Test
        void everybodyElseIsLedToTheSetUpUnlessAPasskeyWasUsed() {
            assertThat(place(FlowKind.BROWSER, SetupMode.EVERYBODY, step(ALTERNATIVE, "auth-cookie"), forms))
                    .endsWith("|verify-totp-form) ?(+conditional-sub-flow-executed +conditional-credential"
                            + " +verify-totp-form)))");
        }

        @Test
        void aRequiredOtpBecomesAnAlternative() {
            assertThat(place(
                            FlowKind.BROWSER,
                            SetupMode.EVERYBODY,
                            step(REQUIRED, "auth-password-form"),
                            sub(REQUIRED, step(REQUIRED, "auth-otp-form"))))
                    .isEqualTo("(+auth-password-form ?(+conditional-user-configured |auth-otp-form |verify-totp-form)"
                            + " ?(+conditional-sub-flow-executed +verify-totp-form))");
        }

        @Test
        void askingFewerThanBeforeIsRefused() {
            assertThatThrownBy(() -> place(
                            FlowKind.BROWSER,
                            SetupMode.ENROLLED,
                            step(REQUIRED, "auth-password-form"),
                            sub(REQUIRED, step(REQUIRED, "auth-otp-form"))))
                    .isInstanceOf(SetupRefusal.class)
                    .hasMessageContaining("would open it");
        }

        @Test
        void anAlternativePasswordAndTheCodeBecomeOneAlternative() {
            assertThat(place(
                            FlowKind.BROWSER,
                            SetupMode.EVERYBODY,
                            step(ALTERNATIVE, "webauthn-authenticator-passwordless"),
                            step(ALTERNATIVE, "auth-password-form")))
                    .isEqualTo("(|webauthn-authenticator-passwordless |(+auth-password-form +verify-totp-form))");
        }

        @Test
        void withoutASecondFactorTheCodeFollowsThePassword() {
            assertThat(place(FlowKind.BROWSER, SetupMode.ENROLLED, step(REQUIRED, "auth-password-form")))
                    .isEqualTo("(+auth-password-form ?(+conditional-user-configured +verify-totp-form))");
        }
    }

    @Nested
    class OfADirectGrant {
        @Test
        void keycloaksOtpIsAskedOnlyWhereOursWasNot() {
            assertThat(place(
                            FlowKind.DIRECT_GRANT,
                            SetupMode.EVERYBODY,
                            step(REQUIRED, "direct-grant-validate-password"),
                            sub(CONDITIONAL, configured(), step(REQUIRED, "direct-grant-validate-otp"))))
                    .isEqualTo("(+direct-grant-validate-password"
                            + " ?(+conditional-user-configured +verify-totp-direct-grant)"
                            + " ?(+conditional-sub-flow-executed +conditional-user-configured"
                            + " +direct-grant-validate-otp)"
                            + " ?(+conditional-sub-flow-executed +conditional-sub-flow-executed"
                            + " +verify-totp-direct-grant))");
        }

        @Test
        void withoutKeycloaksOtpOursIsRequired() {
            assertThat(place(
                            FlowKind.DIRECT_GRANT,
                            SetupMode.EVERYBODY,
                            step(REQUIRED, "direct-grant-validate-password")))
                    .isEqualTo("(+direct-grant-validate-password +verify-totp-direct-grant)");
        }
    }

    @Nested
    class OfAReset {
        @Test
        void theCodeComesBeforeThePassword() {
            assertThat(place(
                            FlowKind.RESET_CREDENTIALS,
                            SetupMode.EVERYBODY,
                            step(REQUIRED, "reset-credential-email"),
                            step(REQUIRED, "reset-password")))
                    .isEqualTo("(+reset-credential-email +verify-totp-form +reset-password)");
        }
    }

    @Nested
    class OfAFirstBrokerLogin {
        private final StepPlan verification = sub(
                REQUIRED,
                step(ALTERNATIVE, "idp-email-verification"),
                sub(ALTERNATIVE, step(REQUIRED, "idp-username-password-form")));

        @Test
        void theCodeFollowsAllVerifications() {
            assertThat(place(
                            FlowKind.FIRST_BROKER_LOGIN,
                            SetupMode.EVERYBODY,
                            sub(
                                    REQUIRED,
                                    step(ALTERNATIVE, "idp-create-user-if-unique"),
                                    sub(ALTERNATIVE, step(REQUIRED, "idp-confirm-link"), verification))))
                    .isEqualTo("(+(|idp-create-user-if-unique |(+idp-confirm-link +(|idp-email-verification"
                            + " |(+idp-username-password-form)) +verify-totp-form)))");
        }

        @Test
        void newAccountsAreNotAskedWhereLinksAreAnAlternative() {
            assertThat(place(
                            FlowKind.FIRST_BROKER_LOGIN,
                            SetupMode.EVERYBODY,
                            step(ALTERNATIVE, "idp-create-user-if-unique"),
                            step(ALTERNATIVE, "idp-auto-link")))
                    .isEqualTo("(|idp-create-user-if-unique |(+idp-auto-link +verify-totp-form))");
        }
    }

    @Nested
    class OfAPostBrokerLogin {
        @Test
        void aNewFlowSucceedsForThoseWhoAreNotAsked() {
            assertThat(place(FlowKind.POST_BROKER_LOGIN, SetupMode.ENROLLED))
                    .isEqualTo("(?(+conditional-user-configured +verify-totp-form) +allow-access-authenticator)");
        }
    }
}
