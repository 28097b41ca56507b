package io.verifytotp.keycloak.domain.enrollment;

import io.verifytotp.keycloak.domain.id.FactorId;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The user who enrolls, and the right to do so.
 *
 * @param identity id of the Keycloak user
 * @param proof what the session has proved, if it has. A user with a factor may add or replace one only in a session
 *     with a proof: a password, or a link in an e-mail, must not undo the second factor
 * @param authorised whether somebody who may manage the user's factors does it for the user; that needs no proof
 */
public record Enrollee(String identity, Optional<Proof> proof, boolean authorised) {
    public Enrollee {
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(proof, "proof");
        if (proof.isPresent() && !proof.get().identity().equals(identity)) {
            throw new IllegalArgumentException("the proof is another user's");
        }
    }

    /** The user, in a session with that proof or none. */
    public static Enrollee inSession(String identity, Optional<Proof> proof) {
        return new Enrollee(identity, proof, false);
    }

    /** The user, enrolled by a caller who may manage factors. */
    public static Enrollee managed(String identity) {
        return new Enrollee(identity, Optional.empty(), true);
    }

    /**
     * Whether the user may add to or replace the factors that are there.
     *
     * @param isCurrent whether a factor is one of them
     */
    public boolean mayChangeFactors(Predicate<FactorId> isCurrent) {
        return authorised || proof.filter(given -> given.holds(isCurrent)).isPresent();
    }
}
