package io.verifytotp.keycloak.domain;

import io.verifytotp.keycloak.PublicApi;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.enrollment.FactorImports;
import io.verifytotp.keycloak.domain.enrollment.FactorImports.PlannedImport;
import io.verifytotp.keycloak.domain.enrollment.ImportOutcome;
import io.verifytotp.keycloak.domain.enrollment.ImportVerdict;
import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.FactorPlan;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.domain.factor.SeedSealer;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.service.Service;
import io.verifytotp.keycloak.totp.Seed;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * Imports factors whose seeds authenticator apps have already, one by one. Importing a factor again changes nothing, so
 * an import may be interrupted and repeated at any time. It checks no permissions.
 */
@PublicApi
public final class FactorImporter {
    private final Clock clock;
    private final PlanSealer sealer;
    private final CodeMatcher matcher;
    private final VerifyStore store;
    private final FactorImports imports;
    private final VerifyEvents events;
    private final OutageGuard guard;

    public FactorImporter(
            Clock clock, SeedSealer sealer, VerifyStore store, FactorImports imports, VerifyEvents events) {
        this.clock = clock;
        this.sealer = new PlanSealer(sealer);
        this.matcher = new CodeMatcher(sealer);
        this.store = store;
        this.imports = imports;
        this.events = events;
        this.guard = new OutageGuard(events);
    }

    /**
     * Imports a factor for a user. The same seed for the same user is the same factor, whatever else differs. Nothing is
     * ever replaced. An outage is a refusal, too.
     *
     * @param plan with a seed
     * @param vouched whether the factor is verified at once: a caller with the right to manage factors says that its
     *     owner has the seed. Otherwise it is pending until its owner proves a code
     */
    public ImportOutcome add(Service service, String identity, FactorPlan plan, boolean vouched) {
        Seed seed = plan.seed().orElseThrow(() -> new IllegalArgumentException("an imported factor needs a seed"));
        EntityKey owner = service.entity(identity);
        FactorId id = FactorId.random();
        ImportOutcome outcome = guard.refuseOn(
                owner,
                id,
                () -> verified(owner, seed).orElseGet(() -> add(service, owner, id, plan, seed, vouched)),
                refusal -> ImportOutcome.refused(
                        owner,
                        refusal.verdict() == Verdict.UNREADABLE_SEED
                                ? ImportVerdict.SEED_UNAVAILABLE
                                : ImportVerdict.STORE_UNAVAILABLE));
        events.factorImported(outcome);
        return outcome;
    }

    /** Finds the verified factor with this seed without a lock, so that repeating an import costs little. */
    private Optional<ImportOutcome> verified(EntityKey owner, Seed seed) {
        return store.factors().of(owner).stream()
                .filter(factor -> hasSeed(factor.binding(), seed))
                .map(Factor::id)
                .map(id -> ImportOutcome.exists(owner, id, true))
                .findFirst();
    }

    private ImportOutcome add(
            Service service, EntityKey owner, FactorId id, FactorPlan plan, Seed seed, boolean vouched) {
        Instant now = clock.instant();
        PendingFactor factor = sealer.seal(service, owner, id, plan, seed, now);
        FactorNotes notes = plan.notes().orElse(FactorNotes.NONE);
        PlannedImport planned =
                new PlannedImport(factor, notes, vouched, service.policy().maxFactors());
        return imports.add(planned, other -> hasSeed(other, seed));
    }

    private boolean hasSeed(TotpBinding factor, Seed seed) {
        return seed.sameAs(matcher.open(factor));
    }
}
