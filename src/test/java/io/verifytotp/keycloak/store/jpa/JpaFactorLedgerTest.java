package io.verifytotp.keycloak.store.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.domain.Challenge;
import io.verifytotp.keycloak.domain.ChallengeId;
import io.verifytotp.keycloak.domain.EntityKey;
import io.verifytotp.keycloak.domain.Factor;
import io.verifytotp.keycloak.domain.FactorLedger;
import io.verifytotp.keycloak.domain.FactorLedgerContract;
import io.verifytotp.keycloak.domain.PendingFactor;
import io.verifytotp.keycloak.domain.Standings;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The ledger's rules, kept by the statements on the tables that our change log makes. */
class JpaFactorLedgerTest extends FactorLedgerContract {
    private static H2Transactions transactions;

    @BeforeAll
    static void open() {
        transactions = H2Transactions.open();
    }

    @AfterAll
    static void close() {
        transactions.close();
    }

    @Override
    protected FactorLedger ledger() {
        return new JpaFactorLedger(transactions);
    }

    @Override
    protected Standings standings() {
        return new JpaStandings(transactions);
    }

    @Override
    protected void keepPending(PendingFactor factor) {
        keep(factor.binding().owner(), factor.createdAt(), new FactorRow(factor));
    }

    @Override
    protected void keepVerified(Factor factor) {
        EntityKey owner = factor.binding().owner();
        keep(owner, factor.verifiedAt(), new FactorRow(owner, factor.id(), factor.verifiedAt()));
    }

    @Override
    protected Optional<Challenge> stored(EntityKey owner, ChallengeId id) {
        return new JpaChallenges(transactions).find(owner, id);
    }

    @Test
    void theRowsFitTheTablesOfTheChangeLog() {
        // Hibernate has validated every mapped column against them when it started.
        assertThat(transactions.<Long>call(unit -> unit.em()
                        .createQuery("select count(f) from FactorRow f", Long.class)
                        .getSingleResult()))
                .isNotNegative();
    }

    private static void keep(EntityKey owner, Instant now, FactorRow row) {
        new EntityRows(transactions).ensure(owner, now);
        transactions.call(unit -> {
            unit.em().persist(row);
            return row;
        });
    }
}
