package io.verifytotp.keycloak.setup.plan;

import java.util.Optional;
import java.util.Set;

/** Rule that puts our steps into one kind of flow. Throws {@link SetupRefusal} where it can't say where they belong. */
public interface Placement {
    /** Changes the plan of a copy, and returns where the steps are now: the end of a sentence. */
    String place(FlowPlan top, SetupMode mode);

    /** Returns the authenticators that ask for our code in this kind of flow. */
    default Set<String> codes() {
        return OurSteps.FORM;
    }

    /** Returns why a flow needs no copy: an end of a sentence; empty if it needs one. */
    default Optional<String> reasonToLeave(FlowPlan top) {
        return Location.of(top, codes()).isEmpty()
                ? Optional.empty()
                : Optional.of("has a step of Verify TOTP already, and was left as it is");
    }
}
