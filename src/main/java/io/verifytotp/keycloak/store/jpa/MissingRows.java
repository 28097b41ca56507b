package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import io.verifytotp.keycloak.domain.service.Budgets;
import io.verifytotp.keycloak.store.credential.CredentialLookup;
import io.verifytotp.keycloak.store.transaction.Transactions;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** Creates rows of Entities, and of verified factors that have none; completes those of older nodes. */
final class MissingRows {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private static final String NOT_APPROVED_SINCE = """
            select c.createdAt from ChallengeRow c
             where c.factorId = :factor and c.status in ('pending', 'denied') and c.createdAt > :since
             order by c.createdAt""";

    private final Transactions transactions;

    MissingRows(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Creates the Entity's row unless it is there; returns whether this call created it. */
    boolean ensureEntity(EntityKey owner, Instant now) {
        if (exists(owner)) {
            return false;
        }
        try {
            return transactions.call(unit -> {
                unit.em().persist(new EntityRow(owner, now));
                return true;
            });
        } catch (StoreUnavailableException e) {
            // Of two requests that insert the row at once, one fails, although the row is there.
            if (!exists(owner)) {
                throw e;
            }
            return false;
        }
    }

    /**
     * Runs work that inserts the Entity's row where it is missing. Of two that insert it at once one fails, although the
     * row is there: it is run again.
     */
    <T> T again(EntityKey owner, Supplier<T> work) {
        try {
            return work.get();
        } catch (StoreUnavailableException e) {
            if (!exists(owner)) {
                throw e;
            }
            return work.get();
        }
    }

    private boolean exists(EntityKey owner) {
        return transactions.call(unit -> unit.em().find(EntityRow.class, EntityRow.idOf(owner)) != null);
    }

    /**
     * Creates the factor's row unless it is there, and finds its budgets unless it has them; returns false if the Entity
     * does not have the credential.
     */
    boolean ensureFactor(CredentialLookup credentials, Challenge challenge, Budgets budgets, Instant now) {
        EntityKey owner = challenge.owner();
        FactorId factor = challenge.factor();
        if (!credentials.<Boolean>call((unit, stored) -> stored.has(owner, factor))) {
            return false;
        }
        ensureEntity(owner, now);
        try {
            return credentials.call((unit, stored) -> {
                // A removal of the factor waits for this lock, or was committed before the credential is looked up.
                EntityRow.lock(unit.em(), owner);
                if (!stored.has(owner, factor)) {
                    return false;
                }
                ensureWhole(unit.em(), owner, factor, budgets, now);
                return true;
            });
        } catch (StoreUnavailableException e) {
            // Of two requests that insert the row at once, one fails, although the row is there.
            if (transactions.call(unit -> unit.em().find(FactorRow.class, factor.key()) == null)) {
                throw e;
            }
            return true;
        }
    }

    private static void ensureWhole(EntityManager em, EntityKey owner, FactorId factor, Budgets budgets, Instant now) {
        FactorRow row = em.find(FactorRow.class, factor.key(), LockModeType.PESSIMISTIC_WRITE);
        if (row == null) {
            row = new FactorRow(owner, factor, now);
            em.persist(row);
        }
        if (!row.hasBudgets()) {
            row.setBudgets(
                    budgets.hourly().afterAll(notApprovedSince(em, factor, now.minus(HOUR))),
                    budgets.daily().afterAll(notApprovedSince(em, factor, now.minus(DAY))));
        }
    }

    /** Returns when the challenges since then were created that count against the budgets, the oldest first. */
    private static List<Instant> notApprovedSince(EntityManager em, FactorId factor, Instant since) {
        return em.createQuery(NOT_APPROVED_SINCE, Long.class)
                .setParameter("factor", factor.key())
                .setParameter("since", since.toEpochMilli())
                .getResultStream()
                .map(Instant::ofEpochMilli)
                .toList();
    }
}
