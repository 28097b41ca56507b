package io.verifytotp.owlbank.transfer;

import io.verifytotp.owlbank.BankProperties;
import io.verifytotp.owlbank.NotFound;
import io.verifytotp.owlbank.login.KeycloakRequests;
import io.verifytotp.owlbank.transfer.Ledger.NotEnoughMoney;
import io.verifytotp.owlbank.verify.Answer;
import io.verifytotp.owlbank.verify.NoFactor;
import io.verifytotp.owlbank.verify.TooManyChallenges;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import jakarta.validation.Valid;
import java.util.Map;
import java.util.UUID;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.servlet.support.RequestContextUtils;

/** Orders and confirms transfers. */
@Controller
@RequestMapping("/transfers")
class TransferController {
    private final AccountController accountPage;
    private final Transfers transfers;
    private final Ledger ledger;
    private final Confirmations confirmations;
    private final KeycloakRequests keycloak;
    private final BankProperties bank;

    TransferController(
            AccountController accountPage,
            Transfers transfers,
            Ledger ledger,
            Confirmations confirmations,
            KeycloakRequests keycloak,
            BankProperties bank) {
        this.accountPage = accountPage;
        this.transfers = transfers;
        this.ledger = ledger;
        this.confirmations = confirmations;
        this.keycloak = keycloak;
        this.bank = bank;
    }

    @PostMapping
    String order(
            @Valid @ModelAttribute Order order,
            BindingResult errors,
            @AuthenticationPrincipal OidcUser customer,
            Model page,
            HttpSession session)
            throws NoFactor, TooManyChallenges {
        accountPage.open(customer);
        if (errors.hasErrors()) {
            return accountPage.show(customer, page);
        }
        boolean free = order.amount().compareTo(bank.limit()) <= 0;
        Way way = free ? Way.NONE : order.way() == Way.NONE ? Way.PAGE : order.way();
        Transfer transfer;
        try {
            long loginTime = customer.getAuthenticatedAt().getEpochSecond();
            transfer = ledger.store(order.id(), customer.getSubject(), order, way, loginTime);
        } catch (DataIntegrityViolationException sentTwice) {
            Transfer first = transfer(order.id(), customer);
            // The browser shows the answer to the second request, which leads where the first one led.
            return first.isOpen() && first.getWay() == Way.PAGE
                    ? confirmAtKeycloak(order.id(), customer, session)
                    : pageOf(first);
        }
        return switch (way) {
            case NONE -> {
                ledger.execute(transfer, null, null);
                yield pageOf(transfer);
            }
            case CODE -> askForCode(order.id(), customer);
            case PAGE -> confirmAtKeycloak(order.id(), customer, session);
            case STEP_UP -> pageOf(transfer);
        };
    }

    /** Executes the transfer if its Challenge was approved meanwhile, whichever way the browser came back. */
    @GetMapping("/{id}")
    String show(@PathVariable UUID id, @AuthenticationPrincipal OidcUser customer, Model page) {
        Transfer transfer = transfer(id, customer);
        if (transfer.isOpen() && transfer.getChallenge() != null) {
            page.addAttribute("answer", confirmations.check(transfer));
            transfer = transfer(id, customer);
        }
        page.addAttribute("transfer", transfer);
        return "transfer";
    }

    /** Opens a Challenge, for the page with the field for the code. */
    @PostMapping("/{id}/challenge")
    String askForCode(@PathVariable UUID id, @AuthenticationPrincipal OidcUser customer)
            throws NoFactor, TooManyChallenges {
        Transfer transfer = open(id, customer, Way.CODE);
        confirmations.ask(transfer);
        return pageOf(transfer);
    }

    @PostMapping("/{id}/code")
    String answer(
            @PathVariable UUID id,
            @RequestParam String code,
            @AuthenticationPrincipal OidcUser customer,
            RedirectAttributes message) {
        Transfer transfer = transfer(id, customer);
        if (transfer.isOpen() && transfer.getWay() == Way.CODE && transfer.getChallenge() != null) {
            Answer answer = confirmations.answer(transfer, code.replaceAll("\\s", ""));
            if (answer == Answer.PENDING) {
                message.addFlashAttribute("refused", true);
            } else if (answer == Answer.USED_UP) {
                message.addFlashAttribute("usedUp", true);
            }
        }
        return pageOf(transfer);
    }

    /** Sends the customer to Keycloak's page, with a new Challenge if the last one can't be approved any more. */
    @PostMapping("/{id}/keycloak")
    String confirmAtKeycloak(@PathVariable UUID id, @AuthenticationPrincipal OidcUser customer, HttpSession session)
            throws NoFactor, TooManyChallenges {
        Transfer transfer = open(id, customer, Way.PAGE);
        if (transfer.getChallenge() == null || confirmations.check(transfer) == Answer.EXPIRED) {
            confirmations.ask(transfer);
        }
        transfer = transfer(id, customer);
        return transfer.isOpen()
                ? keycloak.redirect(
                        session,
                        Map.of("kc_action", "verify-totp-confirm:" + transfer.getChallenge()),
                        "/transfers/" + id)
                : pageOf(transfer);
    }

    @PostMapping("/{id}/cancel")
    String cancel(@PathVariable UUID id, @AuthenticationPrincipal OidcUser customer) {
        Transfer transfer = transfer(id, customer);
        transfers.end(id, TransferStatus.DECLINED);
        return pageOf(transfer);
    }

    @ExceptionHandler(NoFactor.class)
    String noFactor() {
        return "redirect:/security?needed";
    }

    @ExceptionHandler(NotEnoughMoney.class)
    String notEnoughMoney(HttpServletRequest request) {
        return account(request, "The balance is too small for this transfer. Nothing was sent.");
    }

    @ExceptionHandler(TooManyChallenges.class)
    String tooManyChallenges(HttpServletRequest request) {
        return account(request, "There were too many requests without a right code. Try again in an hour.");
    }

    private static String account(HttpServletRequest request, String error) {
        RequestContextUtils.getOutputFlashMap(request).put("error", error);
        return "redirect:/account";
    }

    private Transfer transfer(UUID id, OidcUser customer) {
        return transfers.findByIdAndCustomer(id, customer.getSubject()).orElseThrow(NotFound::new);
    }

    private Transfer open(UUID id, OidcUser customer, Way way) {
        Transfer transfer = transfer(id, customer);
        if (!transfer.isOpen() || transfer.getWay() != way) {
            throw new NotFound();
        }
        return transfer;
    }

    private static String pageOf(Transfer transfer) {
        return "redirect:/transfers/" + transfer.getId();
    }
}
