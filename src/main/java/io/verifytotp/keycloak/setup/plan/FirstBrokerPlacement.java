package io.verifytotp.keycloak.setup.plan;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;

/** Puts our step after all the steps by which a user can prove an account before it is linked. */
public final class FirstBrokerPlacement implements Placement {
    private static final Set<String> VERIFICATION =
            Set.of("idp-email-verification", "idp-username-password-form", "idp-auto-link");
    private static final Set<String> CREATION = Set.of("idp-create-user-if-unique");
    private static final Set<String> HARMLESS = Set.of(
            "idp-review-profile", "idp-create-user-if-unique", "idp-confirm-link", "idp-add-organization-member");

    @Override
    public Optional<String> reasonToLeave(FlowPlan top) {
        boolean links = Location.in(top).stream()
                .anyMatch(location ->
                        location.step().flow().isEmpty() && !location.step().isOneOf(HARMLESS));
        return links
                ? Placement.super.reasonToLeave(top)
                : Optional.of("links no existing account, and was left as it is");
    }

    @Override
    public String place(FlowPlan top, SetupMode mode) {
        List<Location> verifications = Location.of(top, VERIFICATION);
        if (verifications.isEmpty()) {
            throw SetupRefusal.because("The flow '" + top.alias() + "' has none of Keycloak's steps that verify an"
                    + " existing account, so it is not clear where the code belongs; leave this way out, or add Verify"
                    + " TOTP to a copy of it yourself");
        }
        List<Location> branches = branches(verifications);
        FlowPlan common = branches.get(0).flow();
        Optional<Location> above = branches.get(0).above();
        if (!common.offersAlternatives()) {
            placeAfterTheLast(common, branches, mode);
        } else if (above.filter(one -> !one.step().is(Requirement.ALTERNATIVE)).isPresent() && !creates(common)) {
            above.orElseThrow().flow().addAfter(above.orElseThrow().step(), OurSteps.asking(mode));
        } else {
            branches.forEach(branch -> Insertion.after(branch, OurSteps.asking(mode)));
        }
        return "after the verification of an existing account";
    }

    /** Returns the steps of the innermost flow that has all verifications within it, each on the path to one of them. */
    private static List<Location> branches(List<Location> verifications) {
        int depth = 0;
        while (true) {
            int level = depth;
            List<Location> at = verifications.stream()
                    .map(one -> one.path().get(Math.min(level, one.path().size() - 1)))
                    .distinct()
                    .toList();
            if (at.size() > 1 || at.get(0).step().flow().isEmpty()) {
                return at;
            }
            depth++;
        }
    }

    private static void placeAfterTheLast(FlowPlan common, List<Location> branches, SetupMode mode) {
        if (branches.stream().anyMatch(branch -> branch.step().is(Requirement.ALTERNATIVE))) {
            throw SetupRefusal.because("In '" + common.alias() + "' alternatives are beside required steps, and"
                    + " Keycloak ignores them; correct the flow first");
        }
        common.addAfter(branches.get(branches.size() - 1).step(), OurSteps.asking(mode));
    }

    private static boolean creates(FlowPlan flow) {
        return !Location.of(flow, CREATION).isEmpty();
    }
}
