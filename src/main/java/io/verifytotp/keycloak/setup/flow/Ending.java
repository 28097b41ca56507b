package io.verifytotp.keycloak.setup.flow;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A simulated login that has got in.
 *
 * @param given what the user has proved with
 * @param setUp what the user has to set up in this login
 * @param doubts why it is not sure that a real login gets in like this
 * @param passed the steps that let the user in
 */
record Ending(Set<Credential> given, Set<Credential> setUp, List<String> doubts, List<String> passed) {
    boolean isSure() {
        return doubts.isEmpty();
    }

    boolean hasCode() {
        return given.contains(Credential.FACTOR);
    }

    /** Returns the API's words for what was given and could stand in for a code. */
    Set<String> exemptions() {
        return given.stream()
                .flatMap(credential -> credential.exemption().stream())
                .collect(Collectors.toSet());
    }

    /** Returns whether the user has proved nothing but the password, or less. */
    boolean isWithoutSecondFactor() {
        return !hasCode() && exemptions().isEmpty();
    }
}
