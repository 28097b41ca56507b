package io.verifytotp.keycloak.setup.report;

import io.verifytotp.keycloak.setup.flow.Asks;
import java.util.List;
import java.util.Optional;

/**
 * One way into the realm.
 *
 * @param way kind, such as {@code browser}; for the kinds that {@code POST /Setup} changes, its word there
 * @param target client id or alias of the identity provider; empty for the realm's own flows
 * @param flow alias of the flow that runs; empty if none does
 * @param exempt what is accepted instead of a code, such as {@code passkey}
 * @param reason one sentence about the answer; of {@code UNKNOWN} always there
 */
public record Way(
        String way,
        Optional<String> target,
        Optional<String> flow,
        Asks asks,
        List<String> exempt,
        Optional<String> reason) {
    public Way {
        exempt = List.copyOf(exempt);
    }
}
