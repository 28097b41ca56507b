package io.verifytotp.keycloak.setup.plan;

import java.time.Duration;
import java.util.Optional;

/**
 * Goal of a set-up for the flows that it copies.
 *
 * @param mode users who are asked at each login; empty if a login asks as before
 * @param levels true if browser flows get levels of authentication
 */
public record SetupGoal(Optional<SetupMode> mode, boolean levels) {
    /** Returns the goal for flows of that kind: only browser flows have levels. */
    public SetupGoal of(FlowKind kind) {
        return new SetupGoal(mode, levels && kind == FlowKind.BROWSER);
    }

    /** Returns whether there is anything to do in flows of that kind. */
    public boolean concerns(FlowKind kind) {
        return mode.isPresent() || of(kind).levels();
    }

    /** Returns why a flow of that kind needs no copy: an end of a sentence; empty if it needs one. */
    public Optional<String> reasonToLeave(FlowPlan top, FlowKind kind) {
        if (!of(kind).levels()) {
            return kind.placement().reasonToLeave(top);
        }
        if (Levels.areIn(top)) {
            return Optional.of("has levels of authentication already, and was left as it is");
        }
        if (!Location.of(top, kind.placement().codes()).isEmpty()) {
            throw SetupRefusal.because(
                    "The flow '" + top.alias() + "' has a step of Verify TOTP already, but no levels"
                            + " of authentication; add them to a copy of it yourself, or bind the flow without that step first");
        }
        return Optional.empty();
    }

    /**
     * Changes the plan of a copy, and returns where the steps are now: the end of a sentence.
     *
     * @param session how long a session of the realm lasts at most
     */
    public String place(FlowPlan top, FlowKind kind, Duration session) {
        Optional<String> where = mode.map(asked -> kind.placement().place(top, asked));
        if (!of(kind).levels()) {
            return where.orElseThrow();
        }
        Levels.add(top, mode.isPresent(), session);
        return where.map(place -> place + ", and levels of authentication").orElse("as level 2 of authentication");
    }
}
