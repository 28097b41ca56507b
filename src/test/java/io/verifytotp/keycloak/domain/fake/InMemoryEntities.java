package io.verifytotp.keycloak.domain.fake;

import io.verifytotp.keycloak.domain.enrollment.EnrollmentStart;
import io.verifytotp.keycloak.domain.id.Entities;
import io.verifytotp.keycloak.domain.id.Entity;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.Page;
import io.verifytotp.keycloak.domain.id.PageRequest;
import io.verifytotp.keycloak.domain.id.ServiceId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Entities in a map, each with the number of factors that were made for it within a day. */
public final class InMemoryEntities implements Entities {
    private final Map<EntityKey, Made> all = new HashMap<>();
    private final InMemoryFactors factors;
    private final InMemoryFactorLedger ledger;
    private final InMemoryChallenges challenges;

    private record Made(Instant createdAt, int factors, Instant since) {
        Made at(Instant now) {
            return now.isBefore(since.plus(Duration.ofDays(1))) ? this : new Made(createdAt, 0, now);
        }

        Made oneMore() {
            return new Made(createdAt, factors + 1, since);
        }
    }

    public InMemoryEntities(InMemoryFactors factors, InMemoryFactorLedger ledger, InMemoryChallenges challenges) {
        this.factors = factors;
        this.ledger = ledger;
        this.challenges = challenges;
    }

    /** Counts a factor that is made now; false where a day has had all of its factors. */
    public synchronized boolean countFactorMade(EntityKey key, Instant now) {
        create(key, now);
        Made made = all.get(key).at(now);
        boolean allowed = made.factors() < EnrollmentStart.MAX_PER_DAY;
        all.put(key, allowed ? made.oneMore() : made);
        return allowed;
    }

    @Override
    public synchronized boolean create(EntityKey key, Instant now) {
        return all.putIfAbsent(key, new Made(now, 0, now)) == null;
    }

    @Override
    public synchronized Optional<Entity> find(EntityKey key) {
        return Optional.ofNullable(all.get(key)).map(made -> new Entity(key, made.createdAt()));
    }

    @Override
    public synchronized Page<Entity> page(String realm, ServiceId service, PageRequest request) {
        List<Entity> wanted = all.keySet().stream()
                .filter(key -> key.realm().equals(realm) && key.service().equals(service))
                .map(key -> find(key).orElseThrow())
                .toList();
        return request.pageOf(
                wanted,
                entity -> new PageRequest.Position(
                        entity.createdAt(), entity.key().id().value()));
    }

    @Override
    public synchronized boolean remove(EntityKey key) {
        boolean hadFactors = factors.anyOf(key);
        factors.remove(factors.of(key));
        ledger.removeAllOf(key);
        challenges.removeAllOf(key);
        return all.remove(key) != null || hadFactors;
    }
}
