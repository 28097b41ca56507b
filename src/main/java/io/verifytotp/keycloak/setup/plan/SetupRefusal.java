package io.verifytotp.keycloak.setup.plan;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Refusal to set the realm up, with the reason and what to do. The caller has to roll the transaction back. */
public final class SetupRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String parameter;

    private SetupRefusal(String message, @Nullable String parameter) {
        super(message, null, false, false); // without a stack trace: a refusal is no fault
        this.parameter = parameter;
    }

    /** Makes a refusal that the state of the realm or of the server causes. */
    public static SetupRefusal because(String message) {
        return new SetupRefusal(message, null);
    }

    /** Makes a refusal that the value of that parameter causes. */
    public static SetupRefusal ofParameter(String parameter, String problem) {
        return new SetupRefusal(problem, parameter);
    }

    /** Returns the same refusal with what it is about, at its beginning. */
    public SetupRefusal of(String what) {
        return new SetupRefusal(what + " can't be set up: " + getMessage(), parameter);
    }

    /** Returns the name of the wrong parameter; empty if the realm or the server is the cause. */
    public Optional<String> parameter() {
        return Optional.ofNullable(parameter);
    }
}
