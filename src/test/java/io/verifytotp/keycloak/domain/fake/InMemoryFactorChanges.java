package io.verifytotp.keycloak.domain.fake;

import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.factor.FactorChange;
import io.verifytotp.keycloak.domain.factor.FactorChanges;
import io.verifytotp.keycloak.domain.factor.FactorChanges.LockedFactor;
import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.domain.factor.SealedNotes;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.Page;
import io.verifytotp.keycloak.domain.id.PageRequest;
import io.verifytotp.keycloak.domain.id.ServiceId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Changes of the factors in memory. */
public record InMemoryFactorChanges(
        InMemoryFactors factors, InMemoryEnrollments enrollments, InMemoryFactorLedger ledger)
        implements FactorChanges {
    @Override
    public Optional<FactorNotes> change(EntityKey owner, FactorChange change, Instant now) {
        return factors.find(owner, change.factor()).map(before -> {
            FactorNotes notes = factors.withFreeLabel(change.notes(), owner, List.of(before));
            factors.change(before, new Factor(changed(before.binding(), change), notes, before.verifiedAt()));
            ledger.change(
                    change.factor(),
                    before.binding().parameters().period(),
                    change.parameters().period(),
                    now);
            return notes;
        });
    }

    @Override
    public boolean changePending(EntityKey owner, FactorChange change, SealedNotes notes, Instant now) {
        Optional<PendingFactor> found = enrollments.find(owner, change.factor());
        found.ifPresent(before -> enrollments.change(
                new PendingFactor(
                        changed(before.binding(), change), Optional.of(notes), before.createdAt(), before.expiresAt()),
                now));
        return found.isPresent();
    }

    @Override
    public boolean unlock(EntityKey owner, FactorId factor, Instant now) {
        return ledger.unlock(owner, factor, now);
    }

    @Override
    public Page<LockedFactor> locked(String realm, ServiceId service, PageRequest request, Instant now) {
        List<LockedFactor> locked = ledger.locked(realm, service, now);
        return request.pageOf(
                locked,
                factor -> new PageRequest.Position(
                        factor.state().createdAt(), factor.factor().value()));
    }

    @Override
    public boolean remove(EntityKey owner, FactorId factor) {
        Optional<Factor> verified = factors.find(owner, factor);
        verified.ifPresent(found -> {
            factors.remove(List.of(found));
            ledger.remove(factor);
        });
        return enrollments.remove(owner, factor) || verified.isPresent();
    }

    private static TotpBinding changed(TotpBinding before, FactorChange change) {
        return new TotpBinding(before.owner(), before.factor(), change.parameters(), change.skew(), before.seed());
    }
}
