package io.verifytotp.keycloak.domain;

import io.verifytotp.keycloak.PublicApi;
import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.ChallengeFilter;
import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.factor.FactorChange;
import io.verifytotp.keycloak.domain.factor.FactorChanges;
import io.verifytotp.keycloak.domain.factor.FactorChanges.LockedFactor;
import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.FactorState;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.domain.factor.RegisteredFactor;
import io.verifytotp.keycloak.domain.factor.SealedNotes;
import io.verifytotp.keycloak.domain.factor.SeedSealer;
import io.verifytotp.keycloak.domain.id.ChallengeId;
import io.verifytotp.keycloak.domain.id.Entities;
import io.verifytotp.keycloak.domain.id.Entity;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.Page;
import io.verifytotp.keycloak.domain.id.PageRequest;
import io.verifytotp.keycloak.domain.id.SeedUnavailableException;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import io.verifytotp.keycloak.domain.service.Service;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Reads and manages Entities, factors and challenges; {@link VerifyEngine} verifies codes. All methods throw
 * {@link StoreUnavailableException} if the store does not respond or commit, and those that read or write notes of a
 * pending factor {@link SeedUnavailableException} if their key is missing.
 */
@PublicApi
public final class FactorAdministration {
    private static final int BATCH = 100;

    private final Clock clock;
    private final SeedSealer sealer;
    private final CodeMatcher matcher;
    private final VerifyStore store;
    private final Entities entities;
    private final FactorChanges changes;
    private final OutageGuard guard;

    public FactorAdministration(
            Clock clock,
            SeedSealer sealer,
            VerifyStore store,
            Entities entities,
            FactorChanges changes,
            VerifyEvents events) {
        this.clock = clock;
        this.sealer = sealer;
        this.matcher = new CodeMatcher(sealer);
        this.store = store;
        this.entities = entities;
        this.changes = changes;
        this.guard = new OutageGuard(events);
    }

    /** Creates the Entity of a user; empty if it exists. */
    public Optional<Entity> createEntity(EntityKey key) {
        Instant now = clock.instant();
        return entities.create(key, now) ? Optional.of(new Entity(key, now)) : Optional.empty();
    }

    /** Returns an Entity. If it has a factor but no row, as after a realm import, its row is created now. */
    public Optional<Entity> entity(EntityKey key) {
        return entities.find(key)
                .or(() -> store.factors().anyOf(key) ? createEntity(key) : Optional.empty())
                .or(() -> entities.find(key)); // another request may have created it at the same time
    }

    public Page<Entity> entities(Service service, PageRequest request) {
        return entities.page(service.realm(), service.id(), request);
    }

    /** Removes an Entity with its factors and challenges; false if there was none. */
    public boolean removeEntity(EntityKey key) {
        return entities.remove(key);
    }

    /** Removes all Entities of a Service. After an outage, the next call removes the rest. */
    public void removeEntities(Service service) {
        Optional<PageRequest.Position> last = Optional.empty();
        List<Entity> batch;
        do {
            batch = entities(service, new PageRequest(BATCH, last, false, false))
                    .items();
            for (Entity entity : batch) {
                entities.remove(entity.key());
                last = Optional.of(new PageRequest.Position(
                        entity.createdAt(), entity.key().id().value()));
            }
        } while (!batch.isEmpty());
    }

    /** Returns the factors of an Entity. If notes can't be opened, their factor is listed without them. */
    public Page<RegisteredFactor> factors(EntityKey owner, PageRequest request) {
        return request.pageOf(factors(owner, id -> true, this::notesIfTheyOpen), RegisteredFactor::position);
    }

    /** Returns the time of the last accepted code by factor; factors that were never used are missing. */
    public Map<FactorId, Instant> lastUses(EntityKey owner) {
        Map<FactorId, Instant> uses = new HashMap<>();
        store.states().of(owner).forEach((id, state) -> state.lastUsed().ifPresent(time -> uses.put(id, time)));
        return uses;
    }

    /** Returns a factor; empty if it is not one of this Entity's, or is unverified and has expired. */
    public Optional<RegisteredFactor> factor(EntityKey owner, FactorId id) {
        // Fails if the notes can't be opened, because a change would overwrite them.
        return factors(owner, id::equals, matcher::notes).stream().findFirst().or(() -> verifiedMeanwhile(owner, id));
    }

    /** Finds a factor that a concurrent request has just verified, after this one had read the credentials. */
    private Optional<RegisteredFactor> verifiedMeanwhile(EntityKey owner, FactorId id) {
        Map<FactorId, FactorState> states = store.states().of(owner);
        return states.containsKey(id)
                ? store.factors().findCommitted(owner, id).map(factor -> verified(factor, states))
                : Optional.empty();
    }

    /** Changes a factor and returns the result; empty if it no longer exists. */
    public Optional<RegisteredFactor> change(EntityKey owner, RegisteredFactor factor, FactorChange change) {
        Instant now = clock.instant();
        if (factor.isVerified()) {
            return changes.change(owner, change, now).map(notes -> factor.changed(change, notes, now));
        }
        SealedNotes notes = sealer.seal(owner, change.factor(), change.notes());
        return changes.changePending(owner, change, notes, now)
                ? Optional.of(factor.changed(change, change.notes(), now))
                : Optional.empty();
    }

    /** Resets failures, lock and disabling of a factor and returns the result. */
    public RegisteredFactor unlock(EntityKey owner, RegisteredFactor factor) {
        Instant now = clock.instant();
        changes.unlock(owner, factor.id(), now);
        return factor.unlocked(now);
    }

    /** Returns the factors of a Service that are locked or disabled now. */
    public Page<LockedFactor> locked(Service service, PageRequest request) {
        return changes.locked(service.realm(), service.id(), request, clock.instant());
    }

    /** Removes a factor, verified or not; its challenges are kept. */
    public boolean removeFactor(EntityKey owner, FactorId factor) {
        return changes.remove(owner, factor);
    }

    public Optional<Challenge> challenge(EntityKey owner, ChallengeId id) {
        return store.challenges().find(owner, id);
    }

    public Page<Challenge> challenges(EntityKey owner, ChallengeFilter filter, PageRequest request) {
        return store.challenges().page(owner, filter, request, clock.instant());
    }

    /** Attaches metadata to a pending challenge; returns false if it is not pending. */
    public boolean annotate(EntityKey owner, ChallengeId id, String metadata) {
        return store.challenges().annotate(owner, id, metadata, clock.instant());
    }

    private FactorNotes notesIfTheyOpen(PendingFactor factor) {
        return guard.refuseOn(
                factor.binding().owner(), factor.id(), () -> matcher.notes(factor), refusal -> FactorNotes.NONE);
    }

    private List<RegisteredFactor> factors(
            EntityKey owner, Predicate<FactorId> wanted, Function<PendingFactor, FactorNotes> notes) {
        Instant now = clock.instant();
        Map<FactorId, FactorState> states = store.states().of(owner);
        Stream<RegisteredFactor> verified = store.factors().of(owner).stream()
                .filter(factor -> wanted.test(factor.id()))
                .map(factor -> verified(factor, states));
        Stream<RegisteredFactor> pending = store.enrollments().of(owner).stream()
                .filter(factor -> wanted.test(factor.id()) && now.isBefore(factor.expiresAt()))
                .map(factor -> {
                    FactorState state = states.getOrDefault(factor.id(), FactorState.fresh(factor.createdAt()));
                    return new RegisteredFactor(
                            factor.binding(), notes.apply(factor), Optional.of(factor.expiresAt()), state);
                });
        return Stream.concat(verified, pending).toList();
    }

    private static RegisteredFactor verified(Factor factor, Map<FactorId, FactorState> states) {
        FactorState state = states.getOrDefault(factor.id(), FactorState.fresh(factor.verifiedAt()));
        return new RegisteredFactor(factor.binding(), factor.notes(), Optional.empty(), state);
    }
}
