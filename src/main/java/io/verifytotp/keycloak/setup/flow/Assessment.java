package io.verifytotp.keycloak.setup.flow;

import java.util.List;
import java.util.Optional;

/**
 * Whom a flow asks for a code.
 *
 * @param exempt the API's words for what is accepted instead of a code
 * @param reason why; of {@code UNKNOWN} and {@code NOBODY} always there
 */
public record Assessment(Asks asks, List<String> exempt, Optional<String> reason) {
    public Assessment {
        exempt = List.copyOf(exempt);
    }

    public static Assessment of(Asks asks, String reason) {
        return new Assessment(asks, List.of(), Optional.of(reason));
    }
}
