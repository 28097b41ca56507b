package io.verifytotp.keycloak.domain;

import java.util.Objects;
import java.util.Optional;

/**
 * Who enrolls.
 *
 * @param identity id of the Keycloak user
 * @param proved the factor that the session has proved, if it has proved one. Whoever has a factor may add or replace
 *     one only in a session that proved it: a password, or a link in an e-mail, must not undo the second factor
 */
public record Enrollee(String identity, Optional<FactorId> proved) {
    public Enrollee {
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(proved, "proved");
    }
}
