package io.verifytotp.owlbank.transfer;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.UUID;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Stores orders and executes them, each at most once. */
@Repository
public class Ledger {
    private final Transfers transfers;
    private final Accounts accounts;
    private final EntityManager database;

    Ledger(Transfers transfers, Accounts accounts, EntityManager database) {
        this.transfers = transfers;
        this.accounts = accounts;
        this.database = database;
    }

    /**
     * Stores an order, without executing it.
     *
     * @throws org.springframework.dao.DataIntegrityViolationException if there is a transfer with this id
     */
    @Transactional
    public Transfer store(UUID id, String customer, Order order, Way way, long loginTime) {
        Transfer transfer = new Transfer(id, customer, order, way, loginTime, Instant.now());
        database.persist(transfer);
        database.flush();
        return transfer;
    }

    /**
     * Executes the transfer if it is still open and still has the Challenge that the caller has checked. The money, the
     * state, the proof and the receipt change together or not at all.
     *
     * @param proof what it is executed for; null for a transfer within the limit
     * @return whether this call executed it
     * @throws NotEnoughMoney if the balance is too small; then the transfer stays open
     * @throws org.springframework.dao.DataIntegrityViolationException if something was executed for this proof before
     */
    @Transactional
    public boolean execute(Transfer transfer, String proof, String receipt) {
        boolean first =
                transfers.execute(transfer.getId(), transfer.getChallenge(), proof, receipt, Instant.now()) == 1;
        if (first && accounts.take(transfer.getCustomer(), transfer.getAmount()) != 1) {
            throw new NotEnoughMoney();
        }
        return first;
    }

    /** Thrown instead of executing; the transfer stays as it was. */
    public static class NotEnoughMoney extends RuntimeException {}
}
