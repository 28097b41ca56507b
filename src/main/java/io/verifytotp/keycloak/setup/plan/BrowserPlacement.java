package io.verifytotp.keycloak.setup.plan;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;

/**
 * Puts our step beside Keycloak's own second factors, which stay; and directly after a password that none of them
 * follows. Sub-flows are recognised by the authenticators that they hold, not by their names.
 */
public final class BrowserPlacement implements Placement {
    private static final Set<String> PASSWORD = Set.of("auth-username-password-form", "auth-password-form");
    private static final Set<String> SECOND_FACTOR =
            Set.of("auth-otp-form", "webauthn-authenticator", "auth-recovery-authn-code-form");
    private static final Set<String> FIRST_FACTOR = Set.of(
            "auth-username-password-form",
            "auth-password-form",
            "auth-username-form",
            "webauthn-authenticator-passwordless",
            "auth-x509-client-username-form",
            "auth-spnego",
            "auth-cookie",
            "identity-provider-redirector",
            "organization");
    private static final Set<String> KNOWN_CONDITIONS = Set.of(OurSteps.USER_CONFIGURED, OurSteps.CREDENTIAL);

    @Override
    public String place(FlowPlan top, SetupMode mode) {
        List<Location> secondFactors = secondFactors(top);
        List<Location> alone = Location.of(top, PASSWORD).stream()
                .filter(password -> secondFactors.stream().noneMatch(second -> password.isWithin(second.flow())))
                .toList();
        if (secondFactors.isEmpty() && alone.isEmpty()) {
            throw SetupRefusal.because("The flow '" + top.alias() + "' has no step that asks for the password, so it is"
                    + " not clear where the code belongs; add Verify TOTP to a copy of it yourself");
        }
        secondFactors.forEach(second -> placeBeside(second, mode));
        alone.forEach(password -> placeAfter(password, mode));
        return secondFactors.isEmpty()
                ? "directly after the password"
                : "beside Keycloak's second factors in '"
                        + secondFactors.get(0).step().name() + "'";
    }

    private static List<Location> secondFactors(FlowPlan top) {
        List<Location> all = Location.in(top).stream()
                .filter(BrowserPlacement::isSecondFactor)
                .toList();
        return all.stream()
                .filter(one -> one.path().stream().filter(all::contains).count() == 1)
                .toList();
    }

    private static boolean isSecondFactor(Location location) {
        return location.step()
                .flow()
                .filter(flow -> flow.holds(SECOND_FACTOR) && !flow.holds(FIRST_FACTOR))
                .isPresent();
    }

    private static void placeBeside(Location second, SetupMode mode) {
        FlowPlan flow = second.step().flow().orElseThrow();
        requireKnown(second, flow, mode);
        flow.executions().forEach(step -> step.require(Requirement.ALTERNATIVE));
        if (flow.conditions().stream().noneMatch(step -> step.isOneOf(Set.of(OurSteps.USER_CONFIGURED)))) {
            flow.addFirst(OurSteps.userConfigured());
        }
        second.step().require(Requirement.CONDITIONAL);
        flow.add(OurSteps.form(Requirement.ALTERNATIVE));
        if (mode == SetupMode.EVERYBODY) {
            second.flow().addAfter(second.step(), setUpUnless(flow));
        }
    }

    private static void requireKnown(Location second, FlowPlan flow, SetupMode mode) {
        String start = "The sub-flow '" + flow.alias() + "' ";
        String remedy = "; leave this way out, or add Verify TOTP to a copy of the flow yourself";
        if (second.step().is(Requirement.ALTERNATIVE)) {
            throw SetupRefusal.because(start + "with the second factors is an alternative to other steps" + remedy);
        }
        flow.conditions().stream()
                .filter(condition -> !condition.isOneOf(KNOWN_CONDITIONS))
                .findFirst()
                .ifPresent(condition -> {
                    throw SetupRefusal.because(start + "has the condition '" + condition.name() + "'" + remedy);
                });
        if (!flow.offersAlternatives() && flow.executions().size() > 1) {
            throw SetupRefusal.because(start + "requires several steps: "
                    + flow.executions().stream().map(StepPlan::name).collect(Collectors.joining(", ")) + remedy);
        }
        if (second.step().is(Requirement.REQUIRED) && mode == SetupMode.ENROLLED) {
            throw SetupRefusal.because(
                    start + "asks everybody for a second factor of Keycloak's, so asking only those who have a factor"
                            + " would open it" + remedy);
        }
    }

    /** Returns the sub-flow that leads users to the set-up who have no second factor. */
    private static StepPlan setUpUnless(FlowPlan secondFactors) {
        FlowPlan flow = FlowPlan.named(
                "No second factor",
                "Leads users who have no second factor to the set-up of one",
                OurSteps.unlessExecuted(secondFactors));
        secondFactors.conditions().stream()
                .filter(step -> step.isOneOf(Set.of(OurSteps.CREDENTIAL)))
                .forEach(step -> flow.add(StepPlan.condition(OurSteps.CREDENTIAL, step.config())));
        flow.add(OurSteps.form(Requirement.REQUIRED));
        return StepPlan.subFlow(Requirement.CONDITIONAL, flow);
    }

    private static void placeAfter(Location password, SetupMode mode) {
        password.flow().executions().stream()
                .filter(step -> step.isOneOf(SECOND_FACTOR))
                .findFirst()
                .ifPresent(step -> {
                    throw SetupRefusal.because("In '" + password.flow().alias() + "' the step '" + step.name()
                            + "' is beside the password, not in a sub-flow of its own, so both would be asked for;"
                            + " leave this way out, or add Verify TOTP to a copy of the flow yourself");
                });
        Insertion.after(password, OurSteps.asking(mode));
    }
}
