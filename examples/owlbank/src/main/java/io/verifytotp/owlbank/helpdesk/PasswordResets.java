package io.verifytotp.owlbank.helpdesk;

import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The password resets in the database. Every look-up names the employee who has begun it. */
interface PasswordResets extends Repository<PasswordReset, UUID> {
    PasswordReset save(PasswordReset reset);

    Optional<PasswordReset> findByIdAndEmployee(UUID id, String employee);

    /** Marks an open reset as done, before anything is done. @return 1 for one caller, otherwise 0 */
    @Modifying
    @Transactional
    @Query("update PasswordReset r set r.status = 'DONE' where r.id = :id and r.status = 'OPEN'")
    int use(UUID id);
}
