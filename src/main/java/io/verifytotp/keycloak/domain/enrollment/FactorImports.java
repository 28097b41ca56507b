package io.verifytotp.keycloak.domain.enrollment;

import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import java.util.function.Predicate;

/** Adds factors whose seeds authenticator apps have already. */
public interface FactorImports {
    /**
     * Adds a factor in one transaction, and has committed when it returns. Never replaces or removes a verified factor;
     * with any verdict but CREATED nothing is stored. Throws {@link StoreUnavailableException} if it did not commit.
     *
     * @param sameSeed tests whether another factor of the Entity has the same seed; called while no other import for the
     *     Entity runs. If it throws, nothing is stored and the exception is rethrown
     */
    ImportOutcome add(PlannedImport planned, Predicate<TotpBinding> sameSeed);

    /**
     * A factor to be added.
     *
     * @param factor the factor as a pending one, created now
     * @param notes name and metadata of the verified factor; a number is appended to a name that is taken
     * @param vouched whether the factor is verified at once, because a manager says that its owner has the seed. A pending
     *     factor with the same seed goes then
     * @param maxFactors how many verified factors the Entity may have
     */
    record PlannedImport(PendingFactor factor, FactorNotes notes, boolean vouched, int maxFactors) {}
}
