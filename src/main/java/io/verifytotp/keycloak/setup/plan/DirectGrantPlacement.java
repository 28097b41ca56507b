package io.verifytotp.keycloak.setup.plan;

import java.util.List;
import java.util.Set;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;

/**
 * Puts our step after the password of a direct grant. Keycloak's OTP stays for users who have no factor of ours: nobody
 * needs both.
 */
public final class DirectGrantPlacement implements Placement {
    private static final Set<String> PASSWORD = Set.of("direct-grant-validate-password");
    private static final Set<String> OTP = Set.of("direct-grant-validate-otp");

    @Override
    public Set<String> codes() {
        return OurSteps.DIRECT_GRANT;
    }

    @Override
    public String place(FlowPlan top, SetupMode mode) {
        List<Location> passwords = Location.of(top, PASSWORD);
        if (passwords.size() != 1 || passwords.get(0).step().is(Requirement.ALTERNATIVE)) {
            throw SetupRefusal.because("The flow '" + top.alias() + "' does not check the password in exactly one"
                    + " required step, so it is not clear where the code belongs; leave this way out, or add Verify"
                    + " TOTP (direct grant) to a copy of it yourself");
        }
        Location password = passwords.get(0);
        List<FlowPlan> otps = Location.of(top, OTP).stream()
                .map(otp -> conditional(otp, password))
                .distinct()
                .toList();
        if (otps.isEmpty() && mode == SetupMode.EVERYBODY) {
            password.flow().addAfter(password.step(), OurSteps.directGrant());
        } else {
            placeInPlaceOf(otps, password, mode);
        }
        return "directly after the password";
    }

    private static void placeInPlaceOf(List<FlowPlan> otps, Location password, SetupMode mode) {
        StepPlan ours = OurSteps.ifEnrolled(OurSteps.directGrant());
        FlowPlan asked = ours.flow().orElseThrow();
        password.flow().addAfter(password.step(), ours);
        otps.forEach(otp -> otp.addFirst(OurSteps.unlessExecuted(asked)));
        if (mode == SetupMode.EVERYBODY) {
            FlowPlan nothing = FlowPlan.named(
                    "No second factor", "Refuses users who have no second factor", OurSteps.unlessExecuted(asked));
            otps.forEach(otp -> nothing.add(OurSteps.unlessExecuted(otp)));
            nothing.add(OurSteps.directGrant());
            password.flow().add(StepPlan.subFlow(Requirement.CONDITIONAL, nothing));
        }
    }

    private static FlowPlan conditional(Location otp, Location password) {
        boolean optional = otp.above()
                .filter(above -> above.step().is(Requirement.CONDITIONAL) && above.isWithin(password.flow()))
                .isPresent();
        if (!optional) {
            throw SetupRefusal.because("The flow '" + otp.flow().alias() + "' requires Keycloak's OTP of everybody, so"
                    + " both codes would be asked for; leave this way out, or change a copy of the flow yourself");
        }
        return otp.flow();
    }
}
