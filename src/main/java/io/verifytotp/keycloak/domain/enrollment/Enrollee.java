package io.verifytotp.keycloak.domain.enrollment;

import io.verifytotp.keycloak.domain.id.FactorId;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A user who enrolls, with the right to do so.
 *
 * @param identity id of the Keycloak user
 * @param proof proof of a second factor in this session, if any. A user with a factor needs it to add or replace one:
 *     a password or a link in an e-mail must not be enough to replace the second factor
 * @param authorised whether a caller with the right to manage factors enrolls the user, which needs no proof
 */
public record Enrollee(String identity, Optional<Proof> proof, boolean authorised) {
    public Enrollee {
        if (proof.isPresent() && !proof.get().identity().equals(identity)) {
            throw new IllegalArgumentException("the proof is another user's");
        }
    }

    /** Returns a user in a session with that proof or none. */
    public static Enrollee inSession(String identity, Optional<Proof> proof) {
        return new Enrollee(identity, proof, false);
    }

    /** Returns a user who is enrolled by a caller with the right to manage factors. */
    public static Enrollee managed(String identity) {
        return new Enrollee(identity, Optional.empty(), true);
    }

    /** Returns whether the user may add or replace factors; {@code isCurrent} tests for the existing ones. */
    public boolean mayChangeFactors(Predicate<FactorId> isCurrent) {
        return authorised || proof.filter(given -> given.holds(isCurrent)).isPresent();
    }
}
