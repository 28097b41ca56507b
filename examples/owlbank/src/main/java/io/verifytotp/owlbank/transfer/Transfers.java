package io.verifytotp.owlbank.transfer;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The transfers in the database. Every look-up names the customer. */
public interface Transfers extends Repository<Transfer, UUID> {
    Optional<Transfer> findByIdAndCustomer(UUID id, String customer);

    List<Transfer> findByCustomerOrderByOrderedDesc(String customer);

    /** Makes a Challenge the one of an open transfer, in the place of {@code old}. @return 1 if it is now, otherwise 0 */
    @Modifying(clearAutomatically = true)
    @Transactional
    @Query("update Transfer t set t.challenge = :challenge where t.id = :id and t.status = OPEN"
            + " and (t.challenge = :old or t.challenge is null and :old is null)")
    int bind(UUID id, String old, String challenge);

    /** Executes an open transfer. One statement, so that of two at the same time one finds it open. */
    @Modifying(clearAutomatically = true)
    @Query("update Transfer t set t.status = EXECUTED, t.executed = :now, t.proof = :proof, t.receipt = :receipt"
            + " where t.id = :id and t.status = OPEN"
            + " and (t.challenge = :challenge or t.challenge is null and :challenge is null)")
    int execute(UUID id, String challenge, String proof, String receipt, Instant now);

    /** Ends an open transfer without executing it. */
    @Modifying(clearAutomatically = true)
    @Transactional
    @Query("update Transfer t set t.status = :status where t.id = :id and t.status = OPEN")
    int end(UUID id, TransferStatus status);
}
