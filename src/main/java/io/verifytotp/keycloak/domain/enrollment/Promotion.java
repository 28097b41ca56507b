package io.verifytotp.keycloak.domain.enrollment;

import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import java.util.Objects;

/**
 * The order to make a verified factor of a pending one.
 *
 * @param notes what the verified factor is to carry
 * @param maxFactors how many factors the Entity may have; with 1 its others go
 */
public record Promotion(PendingFactor factor, FactorNotes notes, int maxFactors, Enrollee enrollee) {
    public Promotion {
        Objects.requireNonNull(factor, "factor");
        Objects.requireNonNull(notes, "notes");
        Objects.requireNonNull(enrollee, "enrollee");
    }
}
