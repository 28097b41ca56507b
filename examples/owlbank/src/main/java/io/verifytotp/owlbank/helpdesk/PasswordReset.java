package io.verifytotp.owlbank.helpdesk;

import io.verifytotp.owlbank.verify.Operation;
import io.verifytotp.owlbank.verify.Operation.Field;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A new password that the help desk gives to a customer who reads out a code. */
@Entity
public class PasswordReset {
    static final String OPEN = "OPEN";

    @Id
    private UUID id;

    private String customer;
    private String employee;
    private String status;
    private Instant opened;
    private String challenge;

    protected PasswordReset() {}

    PasswordReset(UUID id, String customer, String employee, String challenge) {
        this.id = id;
        this.customer = customer;
        this.employee = employee;
        this.status = OPEN;
        this.opened = Instant.now();
        this.challenge = challenge;
    }

    /** The details of the Challenge. */
    static Operation operation(UUID id) {
        return new Operation(id.toString(), "Reset the password", List.of(new Field("By", "OwlBank's help desk")));
    }

    Operation operation() {
        return operation(id);
    }

    public boolean isOpen() {
        return status.equals(OPEN);
    }

    public UUID getId() {
        return id;
    }

    public String getCustomer() {
        return customer;
    }

    public String getChallenge() {
        return challenge;
    }
}
