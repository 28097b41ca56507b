package io.verifytotp.keycloak.login.code;

import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.id.FactorId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A user's factors as one request has read them, at least one and the preferred one first, and the one to verify. Its
 * id is random if the form names none.
 */
public record SelectedFactor(List<Factor> factors, FactorId id) {
    /** Selects the factor that the form names, or the preferred one if it names none; empty without any factor. */
    static Optional<SelectedFactor> of(List<Factor> factors, @Nullable String named) {
        if (factors.isEmpty()) {
            return Optional.empty();
        }
        FactorId id =
                named == null ? factors.get(0).id() : FactorId.parse(named).orElseGet(FactorId::random);
        return Optional.of(new SelectedFactor(factors, id));
    }

    /** Returns the factor to verify; empty if the form names one that is not the user's. */
    Optional<Factor> factor() {
        return factors.stream().filter(factor -> factor.id().equals(id)).findFirst();
    }

    /** Returns the factor to verify, or the preferred one if the form names one that is not the user's. */
    Factor shown() {
        return factor().orElse(factors.get(0));
    }
}
