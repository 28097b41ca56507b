package io.verifytotp.owlbank.transfer;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.math.BigDecimal;

/** The account of a customer. */
@Entity
public class Account {
    @Id
    private String customer;

    @Column(insertable = false, updatable = false)
    private int number;

    private BigDecimal balance;

    protected Account() {}

    /** The user's id in Keycloak. */
    public String getCustomer() {
        return customer;
    }

    public String getNumber() {
        return "OWL " + number;
    }

    public BigDecimal getBalance() {
        return balance;
    }

    public String getBalanceText() {
        return Money.text(balance);
    }
}
