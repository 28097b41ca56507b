package io.verifytotp.keycloak.domain;

import java.util.Objects;
import java.util.Optional;

/**
 * Who enrolls, and by what right.
 *
 * @param identity id of the Keycloak user
 * @param proved the factor that the session has proved, if it has proved one. Whoever has a factor may add or replace
 *     one only in a session that proved it: a password, or a link in an e-mail, must not undo the second factor
 * @param authorised whether somebody who may manage the user's factors does it for the user; that needs no proof
 */
public record Enrollee(String identity, Optional<FactorId> proved, boolean authorised) {
    public Enrollee {
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(proved, "proved");
    }

    /** The user, in a session that has proved that factor or none. */
    public static Enrollee inSession(String identity, Optional<FactorId> proved) {
        return new Enrollee(identity, proved, false);
    }

    /** The user, enrolled by a caller who may manage factors. */
    public static Enrollee managed(String identity) {
        return new Enrollee(identity, Optional.empty(), true);
    }
}
