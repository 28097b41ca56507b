package io.verifytotp.owlbank.transfer;

import io.verifytotp.owlbank.verify.Operation;
import io.verifytotp.owlbank.verify.Operation.Field;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Lob;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Money that a customer wants to send. Payee and amount never change after the order. */
@Entity
public class Transfer {
    @Id
    private UUID id;

    private String customer;
    private String payee;
    private String payeeAccount;
    private BigDecimal amount;

    @Enumerated(EnumType.STRING)
    private Way way;

    @Enumerated(EnumType.STRING)
    private TransferStatus status;

    private Instant ordered;
    private long loginTime;
    private String challenge;
    private String proof;

    @Lob
    private String receipt;

    private Instant executed;

    protected Transfer() {}

    Transfer(UUID id, String customer, Order order, Way way, long loginTime, Instant ordered) {
        this.id = id;
        this.customer = customer;
        this.payee = order.payee();
        this.payeeAccount = order.payeeAccount();
        this.amount = order.amount();
        this.way = way;
        this.status = TransferStatus.OPEN;
        this.loginTime = loginTime;
        this.ordered = ordered;
    }

    /** What the customer confirms: made from the stored values, never from a form. */
    public Operation operation() {
        return new Operation(
                id.toString(),
                "Send money",
                List.of(
                        new Field("To", payee),
                        new Field("Account", payeeAccount),
                        new Field("Amount", getAmountText())));
    }

    public boolean isOpen() {
        return status == TransferStatus.OPEN;
    }

    public UUID getId() {
        return id;
    }

    public String getCustomer() {
        return customer;
    }

    public String getPayee() {
        return payee;
    }

    public String getPayeeAccount() {
        return payeeAccount;
    }

    public BigDecimal getAmount() {
        return amount;
    }

    public String getAmountText() {
        return Money.text(amount);
    }

    public Way getWay() {
        return way;
    }

    public TransferStatus getStatus() {
        return status;
    }

    public Instant getOrdered() {
        return ordered;
    }

    /** When the customer had logged in who ordered it, in seconds, by Keycloak's clock. */
    public long getLoginTime() {
        return loginTime;
    }

    /** The Challenge that has to be approved, or null. */
    public String getChallenge() {
        return challenge;
    }

    /** What it was executed for, or null: a Challenge, or a login with a code. */
    public String getProof() {
        return proof;
    }

    /** The realm's signed receipt, or null. */
    public String getReceipt() {
        return receipt;
    }

    public Instant getExecuted() {
        return executed;
    }
}
