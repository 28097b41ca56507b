package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.enrollment.FactorImports;
import io.verifytotp.keycloak.domain.enrollment.ImportOutcome;
import io.verifytotp.keycloak.domain.enrollment.ImportVerdict;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import io.verifytotp.keycloak.store.transaction.OwnTransaction;
import java.util.function.Predicate;
import org.keycloak.storage.ReadOnlyException;

/** Imports of factors, each in one transaction with its credential. */
public final class JpaFactorImports implements FactorImports {
    private final OwnTransaction transactions;

    public JpaFactorImports(OwnTransaction transactions) {
        this.transactions = transactions;
    }

    @Override
    public ImportOutcome add(PlannedImport planned, Predicate<TotpBinding> sameSeed) {
        EntityKey owner = planned.factor().binding().owner();
        try {
            return new MissingRows(transactions).again(owner, () -> addOnce(planned, sameSeed));
        } catch (StoreUnavailableException e) {
            if (e.getCause() instanceof ReadOnlyException) {
                return ImportOutcome.refused(owner, ImportVerdict.READ_ONLY);
            }
            throw e;
        }
    }

    private ImportOutcome addOnce(PlannedImport planned, Predicate<TotpBinding> sameSeed) {
        return transactions.callInSession((session, unit) -> {
            ImportOutcome outcome = new ImportSteps(session, unit.em(), planned, sameSeed).carryOut();
            if (outcome.verdict() != ImportVerdict.CREATED) {
                unit.rollBack();
            }
            return outcome;
        });
    }
}
