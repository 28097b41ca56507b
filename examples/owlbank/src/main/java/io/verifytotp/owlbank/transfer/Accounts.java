package io.verifytotp.owlbank.transfer;

import java.math.BigDecimal;
import java.util.Optional;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The accounts in the database. */
public interface Accounts extends Repository<Account, String> {
    Optional<Account> findByCustomer(String customer);

    Optional<Account> findByNumber(int number);

    /** Opens an account with a gift for a new customer. */
    @Modifying
    @Transactional
    @Query(
            nativeQuery = true,
            value = "merge into account (customer, balance) key (customer)"
                    + " select :customer, 5000 where not exists (select 1 from account where customer = :customer)")
    void openFor(String customer);

    /** Takes the amount if it is there. @return 1 if it was, otherwise 0 */
    @Modifying(clearAutomatically = true)
    @Query("update Account a set a.balance = a.balance - :amount where a.customer = :customer and a.balance >= :amount")
    int take(String customer, BigDecimal amount);
}
