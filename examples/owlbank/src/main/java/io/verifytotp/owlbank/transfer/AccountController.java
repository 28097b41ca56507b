package io.verifytotp.owlbank.transfer;

import io.verifytotp.owlbank.BankProperties;
import java.util.UUID;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The page with the balance, the transfers, and the form for a new one. */
@Controller
class AccountController {
    private final Accounts accounts;
    private final Transfers transfers;
    private final BankProperties bank;

    AccountController(Accounts accounts, Transfers transfers, BankProperties bank) {
        this.accounts = accounts;
        this.transfers = transfers;
        this.bank = bank;
    }

    @GetMapping("/account")
    String account(@AuthenticationPrincipal OidcUser customer, Model page) {
        open(customer);
        page.addAttribute("order", new Order(UUID.randomUUID(), "", "", null, Way.PAGE));
        return show(customer, page);
    }

    /** Every customer has an account, from the first look at it or the first transfer on. */
    void open(OidcUser customer) {
        accounts.openFor(customer.getSubject());
    }

    String show(OidcUser customer, Model page) {
        page.addAttribute(
                "account", accounts.findByCustomer(customer.getSubject()).orElseThrow());
        page.addAttribute("transfers", transfers.findByCustomerOrderByOrderedDesc(customer.getSubject()));
        page.addAttribute("limit", Money.text(bank.limit()));
        return "account";
    }
}
